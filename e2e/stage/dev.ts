import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { run } from './counts.ts';
import { Refusal } from './refusal.ts';
import { ready, type ServerProcess, spawnServer } from './server.ts';
import { readSettings, root } from './settings.ts';
import { openStage, type Stage } from './stage.ts';

// `npm run dev`: the stage, with every change brought in. When a source of contracts or server changes, it is compiled and
// the server starts anew; the console comes from Vite with hot replacement.
const say = (line: string) => process.stdout.write(`${process.uptime().toFixed(1).padStart(5)} s  ${line}\n`);
const consolePort = Number(process.env.CONSOLE_PORT ?? 5173);
const children: ChildProcess[] = [];
let stage: Stage | undefined;
let server: ServerProcess | undefined;
let leaving = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave(0));

try {
  const settings = readSettings();
  stage = await openStage(settings, { say, env: { NODE_ENV: 'development' } });
  server = stage.server;
  tool(
    'vite',
    ['build', '--config', 'vite.embed.config.ts', '--mode', 'bookinda', '--watch', '--logLevel', 'warn'],
    'widget',
  );
  tool('vite', ['--config', 'vite.console.config.ts', '--clearScreen', 'false', '--logLevel', 'warn'], 'widget', {
    API_URL: settings.urls.api,
    CONSOLE_PORT: String(consolePort),
  });
  restartOnChange(stage);
  const { urls } = settings;
  process.stdout.write(`
  Console     http://localhost:${consolePort}/manager/   with hot replacement
  Host pages  ${urls.hostPages}/
  Mailbox     ${urls.mailbox}/
  API         ${urls.api}
  Logs        ${stage.serverOptions.logFile}

`);
} catch (error) {
  process.stderr.write(`${error instanceof Refusal ? error.message : ((error as Error).stack ?? error)}\n`);
  await leave(1);
}

/** The words of the build, without the emptying at the start: the running server reads these files. */
function compile(workspace: string): Promise<number> {
  const words = ['src', '--out-dir', 'dist', '--config-file', '../.swcrc', '--strip-leading-paths', '--quiet'];
  return run(join(root, 'node_modules/.bin/swc'), [...words, '--ignore', '**/*.test.ts'], {
    cwd: join(root, workspace),
  });
}

function tool(name: string, words: string[], workspace: string, env: NodeJS.ProcessEnv = {}): void {
  const child = spawn(join(root, 'node_modules/.bin', name), words, {
    cwd: join(root, workspace),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  child.on('error', (error) => say(`${name}: ${error.message}`));
  child.on('exit', (code) => {
    if (!leaving) say(`${name} in ${workspace} has ended (${code}); its changes are no longer brought in`);
  });
  children.push(child);
}

/** Some files change together: waits until none has for a fifth of a second. */
function restartOnChange({ serverOptions }: Stage): void {
  let timer: NodeJS.Timeout | undefined;
  let restarting = Promise.resolve();
  const changed = new Set<string>();
  const restart = async () => {
    const workspaces = [...changed];
    changed.clear();
    if (leaving || workspaces.length === 0) return;
    const codes = await Promise.all(workspaces.map(compile));
    // What does not compile has been said; the server that runs goes on.
    if (codes.some((code) => code !== 0)) return;
    await server?.stop(3000);
    server = await spawnServer(serverOptions);
    await ready(server, serverOptions).then(
      () => say('server restarted'),
      (error: Error) => say(error.message),
    );
  };
  for (const workspace of ['contracts', 'server']) {
    watch(join(root, workspace, 'src'), { recursive: true }, (_event, file) => {
      if (!file?.endsWith('.ts') || file.endsWith('.test.ts')) return;
      changed.add(workspace);
      clearTimeout(timer);
      timer = setTimeout(() => {
        restarting = restarting.then(restart);
      }, 200);
    });
  }
}

async function leave(code: number): Promise<void> {
  if (leaving) process.exit(1);
  leaving = true;
  for (const child of children) child.kill();
  await server?.stop(3000);
  await stage?.stop();
  process.exit(code);
}

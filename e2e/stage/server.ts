import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './refusal.ts';
import { root } from './settings.ts';

export interface ServerProcess {
  pid: number;
  /** Settles when it ends, asked or not. */
  exited: Promise<void>;
  /** SIGTERM, which drains; after `patience` milliseconds (default 20 s) SIGKILL. */
  stop(patience?: number): Promise<void>;
}

export interface ServerOptions {
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Where it answers /health/ready. */
  address: string;
  /** Default: the built one. */
  entry?: string;
  /** More words for Node, before the entry. */
  nodeOptions?: string[];
}

/** Spawns a server process; `ready` below tells when it serves. */
export async function spawnServer(options: ServerOptions): Promise<ServerProcess> {
  const log = await open(options.logFile, 'a');
  const entry = options.entry ?? process.env.SERVER_ENTRY ?? join(root, 'server/dist/main.js');
  // 263 → 151 MB after load at the same speed.
  const words = ['--max-semi-space-size=8', '--import', join(import.meta.dirname, 'life-line.js')];
  // `detached`: Ctrl-C in a terminal reaches the whole group, but the order of leaving is decided here.
  const child = spawn(process.execPath, [...words, ...(options.nodeOptions ?? []), entry], {
    cwd: join(root, 'server'),
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
    env: options.env,
  });
  await log.close();
  child.stdin?.on('error', () => {});
  const exited = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
  return {
    pid: child.pid ?? 0,
    exited,
    stop: async (patience = 20_000) => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Resolves when the server answers 200 at /health/ready; refuses with its last words when it ends first. */
export async function ready(server: ServerProcess, options: ServerOptions, patience = 120_000): Promise<void> {
  let ended = false;
  server.exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + patience;
  while (!ended && Date.now() < deadline) {
    const answer = await fetch(`${options.address}/health/ready`, { signal: AbortSignal.timeout(2000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await sleep(30);
  }
  const what = ended ? 'The server ended while starting' : `The server was not ready within ${patience / 1000} s`;
  throw new Refusal(`${what}: ${await lastWords(options.logFile)} (all of it: ${options.logFile})`);
}

async function lastWords(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const lines = log.trim().split('\n').slice(-60);
  const telling =
    lines.findLast((line) => /"level":"?(error|fatal|50|60)|^\w*Error\b|^Error:|FATAL/.test(line)) ?? lines.at(-1);
  return (telling || 'it said nothing').trim().slice(0, 400);
}

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './lock.ts';
import { Refusal } from './refusal.ts';
import { root } from './settings.ts';

const cache = join(root, 'node_modules/.cache/bookinda');
const stamp = join(cache, 'build');

/** What the build reads. Tests are part of it for simplicity: touching one costs a cached turbo run. */
const inputs = ['contracts', 'server', 'widget', 'package-lock.json', 'tsconfig.base.json', '.swcrc', 'turbo.json'];
const outputs = ['contracts/dist', 'server/dist', 'widget/dist'];
const skipped = new Set(['node_modules', 'dist', '.turbo', 'coverage']);

/**
 * Builds what changed. A second start must be quick, so names, sizes and times of all sources are compared first
 * (10 ms); turbo, which reads and hashes them (0.6 s), only runs when one differs.
 */
export async function build(say: (line: string) => void): Promise<void> {
  const release = await takeBuildLock();
  try {
    const current = await digest();
    const [built, present] = await Promise.all([readFile(stamp, 'utf8').catch(() => ''), allExist(outputs)]);
    if (built === current && present) return;
    say('building');
    await runTurbo();
    await writeFile(stamp, current);
  } finally {
    await release();
  }
}

/** Two copies started at once from one clone must not build into the same folders at once. */
async function takeBuildLock(): Promise<() => Promise<void>> {
  await mkdir(cache, { recursive: true });
  for (let waited = 0; ; waited++) {
    try {
      return await takeLock(`${stamp}.lock`, (pid) => `process ${pid} has been building for minutes: stop it first.`);
    } catch (error) {
      if (!(error instanceof Refusal) || waited > 3000) throw error;
      await sleep(100);
    }
  }
}

async function runTurbo(): Promise<void> {
  const turbo = spawn(join(root, 'node_modules/.bin/turbo'), ['run', 'build', '--output-logs=errors-only'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  });
  const kill = () => turbo.kill();
  process.once('exit', kill);
  let output = '';
  turbo.stdout.on('data', (chunk) => (output += chunk));
  turbo.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    turbo.on('error', (error) => {
      output += error.message;
      resolve(1);
    });
    turbo.on('close', resolve);
  });
  process.off('exit', kill);
  if (code !== 0) throw new Refusal(`${output.trim()}\nThe build failed.`);
}

async function digest(): Promise<string> {
  const hash = createHash('sha256');
  for (const input of inputs) await addTo(hash, join(root, input));
  return hash.digest('hex');
}

async function addTo(hash: ReturnType<typeof createHash>, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return;
  if (found.isDirectory()) {
    const names = (await readdir(path)).filter((name) => !skipped.has(name)).sort();
    for (const name of names) await addTo(hash, join(path, name));
  } else {
    hash.update(`${path}\0${found.size}\0${found.mtimeMs}\n`);
  }
}

async function allExist(paths: string[]): Promise<boolean> {
  const found = await Promise.all(paths.map((path) => stat(join(root, path)).catch(() => undefined)));
  return found.every(Boolean);
}

import { execFile, spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../stage/settings.ts';

const run = promisify(execFile);
const cache = join(root, 'node_modules/.cache/bookinda/caddy');

/** Path of a Caddy: an installed one, else Debian's package taken apart in the cache, so that no service is set up. Undefined where neither is to be had. */
export async function findCaddy(): Promise<string | undefined> {
  const unpacked = join(cache, 'usr/bin/caddy');
  for (const path of ['/usr/bin/caddy', unpacked]) if (await runs(path)) return path;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'caddy-'));
  try {
    await run('apt-get', ['update', '-qq']).catch(() => undefined);
    await run('apt-get', ['download', '-qq', 'caddy'], { cwd: folder });
    const [archive = ''] = await readdir(folder);
    await run('dpkg-deb', ['-x', join(folder, archive), cache]);
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return (await runs(unpacked)) ? unpacked : undefined;
}

async function runs(path: string): Promise<boolean> {
  try {
    await access(path);
    return /\d+\.\d+/.test((await run(path, ['version'])).stdout);
  } catch {
    return false;
  }
}

/** A Caddy over the repository's Caddyfile, until `stop`. */
export async function startCaddy(
  caddy: string,
  env: Record<string, string>,
): Promise<{ stop(): Promise<void>; log(): string }> {
  const home = await mkdtemp(join(tmpdir(), 'caddy-home-'));
  const child = spawn(caddy, ['run', '--config', join(root, 'Caddyfile'), '--adapter', 'caddyfile'], {
    env: { PATH: process.env.PATH ?? '', HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    log: () => log,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

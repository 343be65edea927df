import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from './build.ts';
import { loginsOf, openDatabase } from './database.ts';
import { filesIn, readSettings, root } from './settings.ts';
import { secretOf } from './stage.ts';

// `npm run verify -- <salon> [package] [code]`: over DATABASE_URL, the running copy's database, or the one that lies in DATA_DIR.
const { databaseUrl, dataDir } = readSettings();
const { postgres, secret } = filesIn(dataDir);
await build((line) => process.stderr.write(`${line}\n`));
const running = databaseUrl ?? (await runningUrl());
const database = running ? undefined : await openDatabase(undefined, postgres);
try {
  const url = running ?? database?.url ?? '';
  const { app } = loginsOf(databaseUrl, url, await secretOf(secret));
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'server/dist/verify-ledger.js'), ...process.argv.slice(2)],
    {
      stdio: 'inherit',
      env: { ...process.env, APP_DATABASE_URL: app },
    },
  );
  process.exitCode = status ?? 2;
} finally {
  await database?.stop();
}

/** The embedded database's address while a copy runs: its port stands in the fourth line of postmaster.pid. */
async function runningUrl(): Promise<string | undefined> {
  const [pid, , , port] = (await readFile(join(postgres, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  if (!pid || !port || !isAlive(Number(pid))) return undefined;
  const password = await readFile(`${postgres}.password`, 'utf8');
  return `postgres://postgres:${password}@127.0.0.1:${port}/bookinda`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

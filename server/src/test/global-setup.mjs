import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../platform/embedded/postgres.ts';

const prefix = 'bookinda-test-';

/** Nothing of a test run survives it, so nothing needs to reach the disk. */
const careless = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '200',
};

/** Starts one PostgreSQL for the run and exports its superuser's url as TEST_DATABASE_URL. */
export default async function globalSetup() {
  if (process.env.TEST_DATABASE_URL) return;
  await removeLeftOvers();
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const database = await startPostgres({ dataDir: join(folder, 'postgres'), settings: careless });
  process.env.TEST_DATABASE_URL = database.url;
  globalThis.stopTestDatabase = async () => {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Folders of runs that were killed. */
async function removeLeftOvers() {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : 0;
    if (pid && !isAlive(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

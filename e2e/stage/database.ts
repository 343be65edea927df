import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type Logins, loginsAt, preparingLogins } from '../../server/src/platform/embedded/logins.ts';
import { startPostgres } from '../../server/src/platform/embedded/postgres.ts';
import { Refusal } from './refusal.ts';
import { root } from './settings.ts';

/** The database behind a stage. `url` is an administrator's login; `stop` leaves someone else's database alone. */
export interface Database {
  url: string;
  stop(): Promise<void>;
  /** Settles with a reason when the embedded one ends unasked. */
  exited: Promise<string>;
}

/** The one at `url`, once it answers; without a url the embedded one in `dataDir`. */
export async function openDatabase(url: string | undefined, dataDir: string): Promise<Database> {
  if (url) {
    await reach(url);
    return { url, stop: async () => {}, exited: new Promise(() => {}) };
  }
  return startPostgres({ dataDir, database: 'bookinda', settings: { max_connections: '100' } });
}

/** The logins of a stage: those the environment names beside somebody's own DATABASE_URL, else derived from `secret`. */
export function loginsOf(own: string | undefined, url: string, secret: string): Logins {
  const derived = loginsAt(url, secret);
  if (!own) return derived;
  const { OWNER_DATABASE_URL: owner, APP_DATABASE_URL: app, WORKER_DATABASE_URL: worker } = process.env;
  return { owner: owner || derived.owner, app: app || derived.app, worker: worker || derived.worker };
}

/** Creates the logins and brings the tables to the built version. */
export async function prepareDatabase(url: string, logins: Logins): Promise<void> {
  const env = { ...process.env, ...preparingLogins(url, logins) };
  await promisify(execFile)(process.execPath, [join(root, 'server/dist/prepare-database.js')], { env }).catch(
    ({ stderr, message }: { stderr?: string; message: string }) => {
      throw new Refusal(`The database could not be prepared: ${(stderr || message).trim()}`);
    },
  );
}

async function reach(url: string): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new Refusal('DATABASE_URL is not a postgres:// address.');
  const { host, pathname } = new URL(url);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
    if (version < 18) throw new Refusal(`The database at ${host} is PostgreSQL ${version}; 18 or newer is needed.`);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`The database ${pathname.slice(1)} at ${host} cannot be reached: ${reasonOf(error)}.`);
  } finally {
    await client.end().catch(() => {});
  }
}

function reasonOf(error: unknown): string {
  const { message, code, errors } = error as { message?: string; code?: string; errors?: Error[] };
  return message || errors?.[0]?.message || code || 'no reason given';
}

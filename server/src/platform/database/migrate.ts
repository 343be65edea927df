import { setTimeout as pause } from 'node:timers/promises';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { Logins } from '../embedded/logins.js';
import { migrations } from './migrations/all.js';
import { connectionFor, prepareRoles, roles } from './roles.js';
import { scopePads } from './scope-marks.js';
import { verifyPolicies } from './verified-policies.js';

/**
 * Brings a database to this version: logins (where an administrator's address is given), our tables, the job tables.
 * Safe to run from several processes at once and again on an up-to-date database.
 */
export async function migrate(logins: Logins, administrator?: string): Promise<void> {
  if (administrator) await prepareRoles(administrator, logins);
  const url = logins.owner;
  const lock = new pg.Client(connectionFor('owner', url));
  await lock.connect();
  try {
    await takeTurn(lock);
    await migrateTables(url);
    await verifyPolicies(lock);
    await keepScopeKey(lock, logins.app);
    await migrateJobs(url, lock);
  } finally {
    await lock.end();
  }
}

/**
 * Waits for other processes that migrate. It asks again and again: a statement that waits inside the database would keep a
 * snapshot, and `CREATE INDEX CONCURRENTLY` of the one that migrates would wait for that one in turn.
 */
async function takeTurn(lock: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await lock.query("SELECT pg_try_advisory_lock(hashtext('bookinda-migrate')) AS taken");
    if (rows[0]?.taken) return;
    await pause(100);
  }
}

async function migrateTables(url: string): Promise<void> {
  const { connectionString, ...extra } = connectionFor('owner', url);
  const source = new DataSource({
    type: 'postgres',
    url: connectionString,
    extra,
    migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'migration',
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

/** The key by which scopes are known. The one before it holds until the next change, for servers that still run with it. */
async function keepScopeKey(owner: pg.Client, appUrl: string): Promise<void> {
  const { rows } = await owner.query<{ granted: boolean }>(
    "SELECT has_parameter_privilege('backtrace_functions', 'SET') AS granted",
  );
  if (!rows[0]?.granted) throw new Error('The owner may not set scopes yet: run this once with DATABASE_URL.');
  const { inner, outer } = scopePads(appUrl);
  await owner.query(
    'INSERT INTO scope_key (inner_pad, outer_pad) VALUES ($1, $2) ON CONFLICT (inner_pad) DO UPDATE SET added_at = now()',
    [inner, outer],
  );
  await owner.query(
    'DELETE FROM scope_key WHERE inner_pad NOT IN (SELECT inner_pad FROM scope_key ORDER BY added_at DESC LIMIT 2)',
  );
}

/** graphile-worker's own tables belong to the owner; the worker role may work them, the app role may only enqueue. */
async function migrateJobs(url: string, owner: pg.Client): Promise<void> {
  const pool = new pg.Pool({ ...connectionFor('owner', url), max: 2 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
  await owner.query(`
    GRANT SELECT ON migration TO ${roles.app}, ${roles.worker};
    GRANT USAGE ON SCHEMA graphile_worker TO ${roles.worker};
    GRANT ALL ON ALL TABLES IN SCHEMA graphile_worker TO ${roles.worker};
    GRANT ALL ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${roles.worker};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${roles.worker};
    DO $$ DECLARE t text; BEGIN
      FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'graphile_worker' AND rowsecurity LOOP
        IF NOT EXISTS (SELECT FROM pg_policies WHERE schemaname = 'graphile_worker' AND tablename = t AND policyname = 'worker') THEN
          EXECUTE format('CREATE POLICY worker ON graphile_worker.%I TO ${roles.worker} USING (true) WITH CHECK (true)', t);
        END IF;
      END LOOP;
    END $$`);
}

import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Logins } from '../embedded/logins.js';

/**
 * Three roles with a login each: the owner migrates and owns every table; the app and the worker own nothing, so
 * row-level security binds them. None is a superuser, bypasses row-level security or is a member of another role, so a
 * connection has nothing to go back to: `SET ROLE NONE` and `RESET SESSION AUTHORIZATION` change nothing.
 */
export const roles = { owner: 'bookinda_owner', app: 'bookinda_app', worker: 'bookinda_worker' } as const;
export type DatabaseRole = keyof typeof roles;

/** Connection settings for a role; `url` names its own login. */
export function connectionFor(role: DatabaseRole, url: string): pg.ClientConfig {
  return {
    connectionString: url,
    options: `-c timezone=UTC${role === 'owner' ? ' -c row_security=off' : ''}`,
    application_name: `bookinda-${role}`,
  };
}

/**
 * Creates logins and extensions where they are missing, gives each login the password of its address, and closes the
 * database to everybody else. `administrator` is the address of a superuser. Safe to run again and from several
 * processes at once.
 */
export async function prepareRoles(administrator: string, logins: Logins): Promise<void> {
  const client = new pg.Client({ connectionString: administrator });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('bookinda-roles'))");
    for (const [role, name] of Object.entries(roles)) {
      await client.query(`DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN CREATE ROLE ${name}; END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$`);
      const password = scramVerifier(passwordIn(logins[role as DatabaseRole], name));
      await client.query(
        `ALTER ROLE ${name} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD '${password}'`,
      );
    }
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    await client.query(`GRANT SET ON PARAMETER backtrace_functions TO ${roles.owner}`);
    for (const statement of databaseGrants(rows[0]?.name ?? '')) await client.query(statement);
    await client.query(`GRANT CREATE, USAGE ON SCHEMA public TO ${roles.owner}`);
    await client.query(`GRANT USAGE ON SCHEMA public TO ${roles.app}, ${roles.worker}`);
    for (const extension of ['unaccent', 'btree_gin']) {
      await client.query(`CREATE EXTENSION IF NOT EXISTS ${extension} WITH SCHEMA public`);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** Who may connect to a database and make things in it. A clone of a database does not inherit them. */
export function databaseGrants(database: string): string[] {
  const name = pg.escapeIdentifier(database);
  return [
    `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
    `GRANT CREATE, CONNECT, TEMPORARY ON DATABASE ${name} TO ${roles.owner}`,
    `GRANT CONNECT ON DATABASE ${name} TO ${roles.app}, ${roles.worker}`,
  ];
}

function passwordIn(url: string, login: string): string {
  const { username, password } = new URL(url);
  if (decodeURIComponent(username) !== login)
    throw new Error(`The address for ${login} names the login "${username}".`);
  if (password.length < 16) throw new Error(`The address for ${login} needs a password of at least 16 characters.`);
  return decodeURIComponent(password);
}

/** The password as PostgreSQL keeps it (RFC 5803), so that no log of the database can show it. */
function scramVerifier(password: string): string {
  const [salt, iterations] = [randomBytes(16), 4096];
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const keyed = (label: string) => createHmac('sha256', salted).update(label).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../platform/database/migrate.js';
import { databaseGrants } from '../platform/database/roles.js';
import { type Logins, loginsAt } from '../platform/embedded/logins.js';

const template = 'bookinda_template';

/** A migrated database of one's own, cloned from a template that the first test file of a run makes. */
export interface TestDatabase {
  /** The superuser's url: sees through the wall, for arranging and for audits. */
  url: string;
  /** What the programs connect with. */
  logins: Logins;
  /** A statement as superuser. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** A statement as a superuser who goes around the database's own proofs. */
  forge(sql: string, values?: unknown[]): Promise<void>;
  drop(): Promise<void>;
}

export async function testDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (!serverUrl) throw new Error('TEST_DATABASE_URL is not set: run through jest.config.js.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, async (server) => {
    await server.query("SELECT pg_advisory_lock(hashtext('bookinda-template'))");
    const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (!rowCount) await makeTemplate(server, serverUrl);
    await server.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    for (const statement of databaseGrants(name)) await server.query(statement);
  });
  const url = urlOf(serverUrl, name);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  return {
    url,
    logins: testLogins(url),
    query: async (sql, values) => (await pool.query(sql, values)).rows as never,
    forge: async (sql, values) => {
      const forger = new pg.Client({ connectionString: url, options: '-c session_replication_role=replica' });
      await forger.connect();
      await forger.query(sql, values).finally(() => forger.end());
    },
    drop: async () => {
      await pool.end();
      await onServer(serverUrl, (server) => server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** Built under another name, so that a run that dies half-way leaves no half template. */
async function makeTemplate(server: pg.Client, serverUrl: string): Promise<void> {
  await server.query(`DROP DATABASE IF EXISTS ${template}_new WITH (FORCE)`);
  await server.query(`CREATE DATABASE ${template}_new`);
  const url = urlOf(serverUrl, `${template}_new`);
  await migrate(testLogins(url), url);
  await server.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
}

const testLogins = (url: string) => loginsAt(url, 'logins of the tests');

async function onServer(url: string, work: (server: pg.Client) => Promise<unknown>): Promise<void> {
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  try {
    await work(server);
  } finally {
    await server.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

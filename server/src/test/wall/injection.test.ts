import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, sqlState } from '../../platform/database/database.js';
import { checkLogin } from '../../platform/database/login-check.js';
import { databaseGrants } from '../../platform/database/roles.js';
import { type TestApp, testApp } from '../app.js';
import { type GivenTenant, givenCustomer, givenTenant } from '../given.js';

/** What PostgreSQL answers to a statement that the role may not run: insufficient privilege, or there is no such thing. */
const denied = ['42501', '42883', '0A000'];

describe('an injected statement of the application’s role', () => {
  let app: TestApp;
  let db: Database;
  let own: GivenTenant;
  let victim: GivenTenant;

  beforeAll(async () => {
    app = await testApp();
    db = app.get(Database);
    [own, victim] = [await givenTenant(app), await givenTenant(app)];
    await givenCustomer(app, own);
    await givenCustomer(app, victim);
  });
  afterAll(() => app?.stop());

  /** Statements one after the other in one transaction, as an injection would run them; their rows, or the SQLSTATE. */
  async function injected(...statements: string[]): Promise<unknown> {
    return db
      .write({ tenantId: own.id }, async (tx) => {
        let rows: unknown[] = [];
        for (const sql of statements) rows = await tx.rows(sql);
        return rows;
      })
      .catch((error: unknown) => sqlState(error) ?? String(error));
  }

  it.each(['SET ROLE NONE', 'RESET ROLE', 'RESET SESSION AUTHORIZATION', 'SET SESSION AUTHORIZATION DEFAULT'])(
    'gains nothing by %s',
    async (sql) => {
      expect(
        await injected(
          sql,
          'SELECT current_user::text AS role, rolsuper AS super FROM pg_roles WHERE rolname = current_user',
        ),
      ).toEqual([{ role: 'bookinda_app', super: false }]);
      const seen = await injected(sql, 'SELECT DISTINCT tenant_id AS tenant FROM customer');
      expect([[], [{ tenant: own.id }]]).toContainEqual(seen);
    },
  );

  it.each([
    'SET ROLE bookinda_owner',
    'SET ROLE bookinda_worker',
    'SET ROLE postgres',
    'SET SESSION AUTHORIZATION postgres',
    `SELECT pg_read_file('/etc/hostname')`,
    `SELECT pg_ls_dir('.')`,
    `SELECT lo_import('/etc/hostname')`,
    `COPY customer TO PROGRAM 'cat'`,
    `COPY customer FROM '/etc/hostname'`,
    'SELECT * FROM pg_authid',
    'SELECT * FROM pg_shadow',
    'SELECT * FROM graphile_worker._private_jobs',
    'CREATE TABLE loot (a int)',
    'CREATE TEMP TABLE loot (a int)',
    'CREATE SCHEMA loot',
    `CREATE FUNCTION loot() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    'CREATE EXTENSION dblink',
    `SELECT dblink('host=127.0.0.1', 'SELECT 1')`,
    'ALTER TABLE customer DISABLE ROW LEVEL SECURITY',
    'DROP POLICY tenant_wall ON customer',
    'ALTER ROLE bookinda_app SUPERUSER',
    'ALTER ROLE bookinda_app BYPASSRLS',
    'GRANT bookinda_owner TO bookinda_app',
    'SET session_replication_role = replica',
    'DELETE FROM event',
    'TRUNCATE customer',
  ])('is denied %s', async (sql) => {
    expect(denied).toContain(await injected(sql));
  });

  it('cannot turn row-level security off: the query fails instead', async () => {
    expect(await injected('SET LOCAL row_security = off', 'SELECT * FROM customer')).toBe('42501');
  });
});

describe('a login of the server', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app?.stop());

  it('is taken when it has its role alone, for the app and for the worker', async () => {
    await checkLogin('app', app.db.logins.app);
    await checkLogin('worker', app.db.logins.worker);
  });

  it('is refused at the start when it is a superuser, owns the tables or is another role’s', async () => {
    await expect(checkLogin('app', app.db.url)).rejects.toThrow(/APP_DATABASE_URL: .* superuser/);
    await expect(checkLogin('app', app.db.logins.owner)).rejects.toThrow(/owns tables/);
    await expect(checkLogin('app', app.db.logins.worker)).rejects.toThrow(/instead of bookinda_app/);
  });

  it('is refused at the start when it is a member of the owner’s role', async () => {
    const [row] = await app.db.query<{ name: string }>('SELECT current_database() AS name');
    await app.db.query(`CREATE ROLE member_of_owner LOGIN PASSWORD 'a password of a member' IN ROLE bookinda_owner`);
    try {
      for (const statement of databaseGrants(row?.name ?? '')) await app.db.query(statement);
      const url = new URL(app.db.url);
      [url.username, url.password] = ['member_of_owner', 'a password of a member'];
      await expect(checkLogin('app', url.toString())).rejects.toThrow(/member of another role/);
    } finally {
      await app.db.query('DROP ROLE member_of_owner');
    }
  });

  it('is refused at the start where a migration is missing', async () => {
    await app.db.query(`DELETE FROM migration WHERE name LIKE 'Logins%'`);
    await expect(checkLogin('app', app.db.logins.app)).rejects.toThrow(/prepare-database/);
  });
});

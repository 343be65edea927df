import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../platform/database/database.js';
import { type TestApp, testApp } from '../app.js';
import { type GivenTenant, givenTenant } from '../given.js';
import { givenHouse, type House } from './house.js';
import { tenantTables } from './victim-state.js';

/** What happened stays: nobody's program may change or delete it. */
const history = ['event', 'ledger_entry', 'package_payment', 'package_change', 'message', 'auth.security_event'];
const programs = ['bookinda_app', 'bookinda_worker'];

let app: TestApp;
let house: House;
let stranger: GivenTenant;
beforeAll(async () => {
  app = await testApp();
  await givenHouse(app, 'platform');
  house = await givenHouse(app);
  stranger = await givenTenant(app);
}, 60_000);
afterAll(() => app?.stop());

describe('the wall in the database', () => {
  it('has a policy on every table with a tenant', async () => {
    const rows = await app.db.query<{ table: string; enabled: boolean; policies: number }>(
      `SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS table, c.relrowsecurity AS enabled,
         (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*') AS policies
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname IN ('public', 'auth')`,
    );
    const walled = rows.filter(({ enabled, policies }) => enabled && policies > 0).map(({ table }) => table);
    const tables = (await tenantTables(app)).map(({ table }) => table);
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((table) => !walled.includes(table))).toEqual([]);
    expect(rows.filter(({ table, enabled }) => table.startsWith('auth.') && !enabled)).toEqual([]);
  });

  it('reads no setting that a program can write', async () => {
    expect(
      await app.db.query(
        `SELECT policyname, tablename FROM pg_policies WHERE schemaname IN ('public', 'auth') AND (qual LIKE '%current_setting%' OR with_check LIKE '%current_setting%')`,
      ),
    ).toEqual([]);
  });

  it('is forced where nothing has to look before the tenant is known', async () => {
    const rows = await app.db.query<{ table: string }>(
      `SELECT relname AS table FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND NOT relforcerowsecurity AND relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    // Read by definer functions, as their owner.
    expect(rows.map(({ table }) => table)).toEqual([
      'api_key',
      'customer_token_secret',
      'desk',
      'event',
      'mail',
      'site_key',
      'tenant',
      'ticket',
    ]);
  });

  it('binds roles that own nothing and can lift nothing', async () => {
    const rows = await app.db.query<{ role: string; strong: boolean; owned: number; member: number }>(
      `SELECT r.rolname AS role, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb AS strong,
         (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) + (SELECT count(*)::int FROM pg_proc p WHERE p.proowner = r.oid) AS owned,
         (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS member
       FROM pg_roles r WHERE r.rolname = ANY ($1) ORDER BY 1`,
      [programs],
    );
    expect(rows).toEqual(
      programs.map((role) => ({
        role,
        strong: false,
        owned: role === 'bookinda_worker' ? expect.any(Number) : 0,
        member: 0,
      })),
    );
  });

  it('lets no program change history', async () => {
    const rows = await app.db.query<{ table: string; role: string; right: string }>(
      `SELECT t AS table, r AS role, p AS right FROM unnest($1::text[]) t, unnest($2::text[]) r, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p
       WHERE has_table_privilege(r, t, p)`,
      [history, programs],
    );
    expect(rows).toEqual([]);
    const columns = await app.db.query<{ column: string }>(
      `SELECT t || '.' || a.attname AS column FROM unnest($1::text[]) t JOIN pg_attribute a ON a.attrelid = t::regclass AND a.attnum > 0 AND NOT a.attisdropped
       WHERE has_column_privilege('bookinda_app', t, a.attname, 'UPDATE')`,
      [history],
    );
    // The one mark a program makes: that its notifications are decided.
    expect(columns.map(({ column }) => column)).toEqual(['event.decided_at']);
  });

  it('shows no row of another tenant, filter or not, and takes none', async () => {
    const db = app.get(Database);
    let rows = 0;
    for (const { table, key } of (await tenantTables(app)).filter(({ table }) => !table.includes('.'))) {
      const ask = {
        name: `all-${table}`,
        text: `SELECT count(*)::int AS n, count(*) FILTER (WHERE ${key} <> $1)::int AS foreign FROM ${table}`,
      };
      const [own] = await db.statement<{ n: number; foreign: number }>({ tenantId: house.tenant.id }, ask, [
        house.tenant.id,
      ]);
      const [theirs] = await db.statement<{ n: number; foreign: number }>({ tenantId: stranger.id }, ask, [
        stranger.id,
      ]);
      expect({ table, own: own?.foreign, theirs: theirs?.foreign }).toEqual({ table, own: 0, theirs: 0 });
      rows += own?.n ?? 0;
    }
    expect(rows).toBeGreaterThan(60);
    const scope = { tenantId: stranger.id };
    await expect(
      db.write(scope, (tx) =>
        tx.rows(`INSERT INTO customer (tenant_id, name) VALUES ($1, 'smuggled')`, [house.tenant.id]),
      ),
    ).rejects.toThrow(/row-level security/);
    await expect(
      db.write(scope, (tx) => tx.rows('UPDATE site_key SET tenant_id = $1', [house.tenant.id])),
    ).rejects.toThrow(/row-level security/);
    expect(await db.lookUp({ name: 'without-scope', text: 'SELECT id FROM ticket' }, [])).toEqual([]);
  });

  it('shows a customer only their own', async () => {
    const db = app.get(Database);
    for (const [table, column] of Object.entries({
      customer: 'id',
      ticket: 'customer_id',
      sold_package: 'customer_id',
    })) {
      const seen = await db.statement<{ customer: string }>(
        { tenantId: house.tenant.id, customerId: house.neighbour },
        { name: `customers-${table}`, text: `SELECT DISTINCT ${column} AS customer FROM ${table}` },
        [],
      );
      expect(seen).toEqual([{ customer: house.neighbour }]);
    }
  });

  it('lets one customer see no other’s rows: a policy on every table, or the reason why not', async () => {
    const open = {
      'auth.link': 'opened by a mark for people alone',
      'auth.session': 'opened by a mark for people alone',
      'auth.membership': 'opened by a mark for people, or to a whole tenant',
      desk: 'numbers of tickets and settings',
      package_settings: 'settings',
      package_template: 'what is on sale',
      spent_proof: 'random salts',
      tenant: 'the tenant itself',
      ticket_category: 'settings',
      ticket_status: 'settings',
    };
    const rows = await app.db.query<{ table: string }>(
      `SELECT p.polrelid::regclass::text AS table FROM pg_policy p WHERE NOT p.polpermissive AND p.polcmd IN ('*', 'r')
         AND pg_get_expr(p.polqual, p.polrelid) LIKE '%scope_customer()%'`,
    );
    const walled = rows.map(({ table }) => table);
    const without = (await tenantTables(app)).map(({ table }) => table).filter((table) => !walled.includes(table));
    expect(without.sort()).toEqual(Object.keys(open).sort());
    const db = app.get(Database);
    const scope = { tenantId: house.tenant.id, customerId: house.neighbour };
    for (const table of [
      'mail',
      'auth.security_event',
      'auth.membership',
      'colleague',
      'customer_token_secret',
      'api_key',
      'site_key',
      'idempotency',
    ])
      expect({
        table,
        rows: await db.statement(scope, { name: `desk-${table}`, text: `SELECT tenant_id FROM ${table}` }, []),
      }).toEqual({
        table,
        rows: [],
      });
    const owners = {
      event: 'customer_id',
      message: '(SELECT customer_id FROM ticket WHERE id = ticket_id)',
      ledger_entry: '(SELECT customer_id FROM sold_package WHERE id = package_id)',
      package_service: '(SELECT customer_id FROM sold_package WHERE id = package_id)',
    };
    for (const [table, owner] of Object.entries(owners)) {
      const seen = await db.statement(
        scope,
        { name: `rows-${table}`, text: `SELECT ${owner} AS owner FROM ${table}` },
        [],
      );
      expect({
        table,
        foreign: seen.filter((row) => (row as { owner: string | null }).owner !== house.neighbour),
      }).toEqual({ table, foreign: [] });
    }
  });

  it('shows no host’s secret to a statement, and takes none in clear', async () => {
    const db = app.get(Database);
    const scope = { tenantId: house.tenant.id };
    for (const sql of [
      'SELECT secret FROM customer_token_secret',
      'SELECT sealed FROM customer_token_secret',
      `INSERT INTO customer_token_secret (tenant_id, secret) VALUES (scope_tenant(), 'mine')`,
      `UPDATE customer_token_secret SET secret = 'mine'`,
    ])
      await expect(db.write(scope, (tx) => tx.rows(sql))).rejects.toThrow(/permission denied/);
    const ask = { name: 'secrets', text: 'SELECT customer_token_secrets() AS secrets' };
    expect(await db.statement({ ...scope, customerId: house.neighbour }, ask, [])).toEqual([{ secrets: null }]);
    expect(await db.statement(scope, ask, [])).toEqual([{ secrets: [expect.objectContaining({ secret: null })] }]);
  });

  it('gives definer functions to the app alone, with a fixed search path', async () => {
    const rows = await app.db.query<{ name: string; open: boolean; path: string }>(
      `SELECT p.proname AS name, has_function_privilege('public', p.oid, 'EXECUTE') AS open, array_to_string(p.proconfig, ',') AS path
       FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace ORDER BY 1`,
    );
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.filter(({ open, path }) => open || !/^search_path=public, pg_temp$/.test(path ?? ''))).toEqual([]);
  });
});

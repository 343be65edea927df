import type { TestApp } from '../app.js';
import type { House } from './house.js';

/** Rows that others' refused tries may add or that time alone changes: only the ones that were there must stay. */
const grows = ['idempotency', 'spent_proof', 'auth.session', 'auth.security_event'];

/** Everything a tenant has, as checksums. */
export class VictimState {
  private constructor(
    private readonly app: TestApp,
    private readonly statement: string,
    private readonly values: unknown[],
    private before: Record<string, string>,
  ) {}

  static async of(app: TestApp, { tenant }: House): Promise<VictimState> {
    const tables = await tenantTables(app);
    const [moment] = await app.db.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const sums = tables.map(({ table, key }) => {
      const early =
        table === 'spent_proof' ? ' AND spent_at < $2' : grows.includes(table) ? ' AND created_at < $2' : '';
      return `SELECT '${table}' AS "table", count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS sum FROM ${table} t WHERE ${key} = $1${early}`;
    });
    const people = `SELECT 'auth.person', coalesce(md5(string_agg(p::text, '|' ORDER BY p::text)), '') FROM auth.person p JOIN auth.membership m ON m.person_id = p.id WHERE m.tenant_id = $1`;
    const statement = [...sums, people, 'SELECT NULL, $2::timestamptz::text'].join(' UNION ALL ');
    const state = new VictimState(app, statement, [tenant.id, moment?.now], {});
    state.before = await state.sums();
    return state;
  }

  /** Names of the tables that changed since the last question. */
  async changes(): Promise<string[]> {
    const now = await this.sums();
    const changed = Object.keys(now).filter((table) => now[table] !== this.before[table]);
    this.before = now;
    return changed;
  }

  private async sums(): Promise<Record<string, string>> {
    const rows = await this.app.db.query<{ table: string | null; sum: string }>(this.statement, this.values);
    return Object.fromEntries(rows.filter(({ table }) => table !== null).map(({ table, sum }) => [table, sum]));
  }
}

/** Every table with a tenant, and the column that names it. */
export async function tenantTables(app: TestApp): Promise<{ table: string; key: string }[]> {
  return app.db.query(
    `SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS table, a.attname AS key
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'auth')
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = CASE WHEN c.relname = 'tenant' THEN 'id' ELSE 'tenant_id' END
      WHERE c.relkind = 'r' ORDER BY 1`,
  );
}

/** Every id in the tenant's rows; two of different tenants have none in common but the tenants' own links. */
export async function idsOf(app: TestApp, tenantId: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const { table, key } of await tenantTables(app)) {
    const rows = await app.db.query<{ text: string }>(`SELECT t::text AS text FROM ${table} t WHERE ${key} = $1`, [
      tenantId,
    ]);
    for (const { text } of rows)
      for (const [id] of text.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) ids.add(id);
  }
  return ids;
}

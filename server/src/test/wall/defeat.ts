import pg from 'pg';
import type { TestApp } from '../app.js';
import { tenantTables } from './victim-state.js';

/** Takes the database's wall down: no policy binds anybody. */
export async function disableRowSecurity(app: TestApp): Promise<void> {
  for (const { table } of await tenantTables(app)) {
    if (!table.includes('.')) await app.db.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
  }
}

// `tenant_id = $1` and its like where a condition stands. People's tables know no single tenant and have no policy: what is asked of them stays.
const condition = /(WHERE|AND|ON|WHEN|\()(\s+)((?:"?\w+"?\.)?"?tenant_id"?)\s*=\s*\$(\d+)/g;

/** Takes the application's wall down: every condition on a tenant in its SQL becomes true. */
export function defeatFilters(): { statements: Set<string>; restore(): void } {
  const statements = new Set<string>();
  const { query } = pg.Client.prototype;
  const defeated = (text: string) => {
    if (/FROM idempotency|(?:UPDATE|FROM|INTO) auth\.\w+ (?!AS )(?:SET|WHERE)/.test(text)) return text;
    const people = [...text.matchAll(/auth\.\w+ (?:AS )?(\w+)/g)].map(([, alias]) => `${alias}.tenant_id`);
    const open = text.replace(
      condition,
      (whole: string, before: string, space: string, column: string, number: string) =>
        people.includes(column) ? whole : `${before}${space}($${number}::uuid IS NOT NULL)`,
    );
    if (open !== text) statements.add(text);
    return open;
  };
  pg.Client.prototype.query = function (this: pg.Client, first: unknown, ...more: unknown[]) {
    if (typeof first === 'string') return Reflect.apply(query, this, [defeated(first), ...more]) as never;
    const config = first as { text?: string; name?: string };
    if (typeof config?.text === 'string') {
      const open = defeated(config.text);
      // Connections may have prepared the intact one under this name.
      if (open !== config.text && config.name) config.name += ' without filters';
      config.text = open;
    }
    return Reflect.apply(query, this, [config, ...more]) as never;
  } as typeof query;
  return {
    statements,
    restore: () => {
      pg.Client.prototype.query = query;
    },
  };
}

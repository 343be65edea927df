import type { Database } from './database.js';

const ids = { name: 'every-tenant', text: 'SELECT id FROM every_tenant()' };

/** Ids of all tenants, for work that visits each in its own scope. */
export async function everyTenant(db: Database): Promise<string[]> {
  const rows = await db.people<{ id: string }>(ids, []);
  return rows.map(({ id }) => id);
}

import pg from 'pg';
import { connectionFor, type DatabaseRole } from './roles.js';

/** Rows of one statement. */
export type Rows = <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** One connection for an operator's command, with `role`'s rights; `tenantId` is the tenant whose rows it sees. Ends with `work`. */
export async function onLoneConnection<T>(
  databaseUrl: string,
  { role, tenantId }: { role: DatabaseRole; tenantId?: string },
  work: (rows: Rows) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connectionFor(role, databaseUrl));
  await client.connect();
  try {
    if (tenantId) await client.query("SELECT set_config('app.tenant', $1, false)", [tenantId]);
    return await work(async (sql, values) => (await client.query(sql, values)).rows as never);
  } finally {
    await client.end();
  }
}

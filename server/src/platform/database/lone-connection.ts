import pg from 'pg';
import { connectionFor } from './roles.js';
import { ScopeMarks } from './scope-marks.js';

/** Rows of one statement. */
export type Rows = <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** One read-only transaction for an operator's command, under the app's login at `url`. `enter` opens a tenant's rows to it. */
export async function onLoneConnection<T>(
  url: string,
  work: (rows: Rows, enter: (tenantId: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connectionFor('app', url));
  await client.connect();
  try {
    await client.query('BEGIN READ ONLY');
    return await work(
      async (sql, values) => (await client.query(sql, values)).rows as never,
      async (tenantId) => {
        await client.query("SELECT enter_scope($1, '', $2)", [tenantId, new ScopeMarks(url).of(tenantId, '')]);
      },
    );
  } finally {
    await client.end();
  }
}

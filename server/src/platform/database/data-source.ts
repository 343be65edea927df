import type { ClientBase } from 'pg';
import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { OneWriteSocket } from './one-write-socket.js';
import { connectionFor } from './roles.js';

/** The process's pool, under the app's login at `url`. TypeORM owns it; hot statements borrow from the same one. */
export function appDataSource(
  url: string,
  poolSize: number,
  entities: MixedList<EntitySchema | (new () => object)>,
): DataSource {
  const { connectionString, ...role } = connectionFor('app', url);
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    poolSize,
    entities: entities as never,
    // A backend killed while nobody uses its connection raises on the pool: noted, not fatal.
    poolErrorHandler: () => undefined,
    extra: {
      ...role,
      pipeline: true,
      stream: () => new OneWriteSocket(),
      connectionTimeoutMillis: 5_000,
      statement_timeout: 15_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 15_000,
      // Killed while checked out: without a listener the process would end.
      onConnect: (client: ClientBase) => client.on('error', () => undefined),
    },
  });
}

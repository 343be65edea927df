import pg from 'pg';

/** What of pg's query class is used beyond its published types; pinned with pg's version, proven by scoped-query.test.ts. */
interface InnerQuery {
  submit(connection: unknown): void;
  prepare(connection: InnerConnection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: InnerConnection): void;
}

interface InnerConnection {
  bind(config: { statement: string; values: unknown[] }): void;
  execute(config: object): void;
}

type Done = (error: Error | undefined, result: pg.QueryResult) => void;

const Query = pg.Query as unknown as new (config: pg.QueryConfig, done: Done) => InnerQuery;

const scopeStatement = 'scope';
export const scopeSql = "SELECT set_config('app.tenant', $1, true), set_config('app.customer', $2, true)";

/**
 * Scope and work as two prepared statements before one Sync: PostgreSQL runs both as one transaction that commits at the
 * Sync or leaves nothing. One write and one wake-up on either side, against four with begin and commit sent as
 * statements of their own.
 */
class ScopedQuery extends Query {
  private scoped = false;

  constructor(
    config: pg.QueryConfig,
    private readonly scope: readonly string[],
    done: Done,
  ) {
    super(config, done);
  }

  /** Inside pg's cork: everything leaves in one write. */
  override prepare(connection: InnerConnection): void {
    connection.bind({ statement: scopeStatement, values: [...this.scope] });
    connection.execute({});
    super.prepare(connection);
  }

  /** The scope answers first: a row nobody asked to have described, and its end. */
  override handleDataRow(message: unknown): void {
    if (this.scoped) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: InnerConnection): void {
    if (this.scoped) super.handleCommandComplete(message, connection);
    this.scoped = true;
  }
}

/** To be run once on every new connection: the scope is bound without being parsed again. */
export async function prepareScope(client: pg.ClientBase): Promise<void> {
  await client.query({ name: scopeStatement, text: scopeSql, values: ['', ''] });
}

/** Runs one named statement under the scope's settings in a transaction of its own. `client` was given to prepareScope. */
export function queryScoped<Row extends pg.QueryResultRow>(client: pg.ClientBase, config: pg.QueryConfig, scope: readonly string[]): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const query = new ScopedQuery(config, scope, (error, result) => (error ? reject(error) : resolve(result.rows)));
    client.query(query as unknown as pg.Submittable);
  });
}

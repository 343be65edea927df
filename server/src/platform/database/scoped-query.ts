import pg from 'pg';

/** What of pg's query class is used beyond its published types; pinned with pg's version, proven by scoped-query.test.ts. */
interface InnerQuery {
  name: string;
  text: string;
  values: unknown[];
  submit(connection: unknown): void;
  prepare(connection: InnerConnection): void;
  handleDataRow(message: { fields: (string | null)[] }): void;
  handleCommandComplete(message: unknown, connection: InnerConnection): void;
}

interface InnerConnection {
  /** Text by name. */
  parsedStatements: Record<string, string>;
  submittedNamedStatements: Record<string, string>;
  parse(config: { name: string; text: string }): void;
  bind(config: { statement: string; values: Bindable[] }): void;
  execute(config: object): void;
  close(config: { type: 'S'; name: string }): void;
}

type Done = (error: Error | undefined, result: pg.QueryResult) => void;

const Query = pg.Query as unknown as new (text: string, done: Done) => InnerQuery;

/** A named statement with its values. */
export interface Sent<Value = unknown> {
  name: string;
  text: string;
  values: Value[];
  /** See `Statement.variant`. */
  variant?: true;
}

/** How many variants a connection keeps prepared. One costs its backend about 130 kB; 1,280 combinations of filters exist. */
export const keptVariants = 40;

/** The variants prepared on a connection, the one used last at the end. */
const variantsOf = new WeakMap<InnerConnection, Set<string>>();

/** What is bound as it is, without pg's mapping. */
export type Bindable = string | Buffer;

/** The scope was not entered: its statement set no tenant, so the work saw and wrote nothing. */
export class NotEntered extends Error {}

/**
 * Scope and work as two prepared statements before one Sync: PostgreSQL runs both as one transaction that commits at the
 * Sync or leaves nothing. One write and one wake-up on either side, against four with begin and commit sent as
 * statements of their own.
 */
class ScopedQuery extends Query {
  /** The scope's statement has ended; what comes now is the work's. */
  inWork = false;
  entered = false;
  private work: { name: string; text: string } | undefined;
  private readonly isVariant: boolean;

  constructor(
    private readonly scope: Sent<Bindable>,
    work: Sent,
    done: Done,
  ) {
    // Given as text: of an object pg makes a slow copy.
    super(work.text, done);
    this.name = work.name;
    this.values = work.values;
    this.isVariant = work.variant === true;
  }

  /** Inside pg's cork: everything leaves in one write. */
  override prepare(connection: InnerConnection): void {
    const { name, text, values } = this.scope;
    if (this.isVariant) keepVariant(connection, this.name);
    if (connection.parsedStatements[name] === undefined && connection.submittedNamedStatements[name] === undefined) {
      connection.parse({ name, text });
      connection.submittedNamedStatements[name] = text;
    }
    connection.bind({ statement: name, values });
    connection.execute({});
    super.prepare(connection);
    this.work = { name: this.name, text: this.text };
    // pg notes "parsed" under the name of the query that answers: until the scope has ended, that is the scope's.
    this.bears(this.scope);
  }

  /** The scope's only row says which tenant was set; nobody asked to have it described. */
  override handleDataRow(message: { fields: (string | null)[] }): void {
    if (this.inWork) super.handleDataRow(message);
    else this.entered = message.fields[0] === this.scope.values[0];
  }

  override handleCommandComplete(message: unknown, connection: InnerConnection): void {
    if (this.inWork) {
      super.handleCommandComplete(message, connection);
    } else {
      this.inWork = true;
      if (this.work) this.bears(this.work);
    }
  }

  private bears({ name, text }: { name: string; text: string }): void {
    this.name = name;
    this.text = text;
  }
}

/** Notes the use of a variant; the one that was used longest ago is closed in the same write, without a round trip of its own. */
function keepVariant(connection: InnerConnection, name: string): void {
  const kept = variantsOf.get(connection) ?? new Set();
  variantsOf.set(connection, kept);
  kept.delete(name);
  kept.add(name);
  const [oldest] = kept;
  if (kept.size <= keptVariants || oldest === undefined) return;
  kept.delete(oldest);
  connection.close({ type: 'S', name: oldest });
  delete connection.parsedStatements[oldest];
  delete connection.submittedNamedStatements[oldest];
}

/**
 * Runs `work` under `scope` in a transaction of its own. The scope's first value is the tenant, its row's first column
 * the tenant it set. `NotEntered` when it set another: whatever the work said then is dropped, an error too.
 */
export function queryScoped<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  scope: Sent<Bindable>,
  work: Sent,
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const query: ScopedQuery = new ScopedQuery(scope, work, (error, result) => {
      if (query.inWork && !query.entered) reject(new NotEntered());
      else if (error) reject(query.inWork ? error : brokenBy(error));
      else resolve(result.rows);
    });
    client.query(query as unknown as pg.Submittable);
  });
}

const unusable = new WeakSet<object>();

/** After an error before the work, what is prepared on the connection is uncertain. */
function brokenBy(error: Error): Error {
  unusable.add(error);
  return error;
}

export function leavesConnectionUnusable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && unusable.has(error);
}

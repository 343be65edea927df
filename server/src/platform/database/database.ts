import { hash } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { Newsroom } from '../events/newsroom.js';
import { Refusal } from '../http/refusal.js';
import { type Bindable, leavesConnectionUnusable, NotEntered, queryScoped, type Sent } from './scoped-query.js';

/**
 * Whose rows a transaction may see. Every caller of a use case is one. `customerId` narrows customers, tickets and
 * packages to that customer's own.
 */
export interface Scope {
  readonly tenantId: string;
  readonly customerId?: string | null;
  /** Present where the caller is known from memory: the first transaction under this scope proves him. */
  readonly proof?: Proof;
}

/**
 * What must hold in the database for a remembered caller to be let in. `enter` takes tenant, customer and `values`, and
 * sets and gives both like the plain scope, or '' as tenant where it does not hold: then no row can be seen or written.
 */
export interface Proof {
  enter: Statement;
  values: Bindable[];
  /** Forgets the caller and gives the refusal. */
  refuted(): Promise<Error>;
}

/** One transaction under one scope. */
export interface Tx {
  /** Rows of one statement. */
  rows<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** The first row, or undefined. */
  row<Row>(sql: string, values?: unknown[]): Promise<Row | undefined>;
  /** Entities of this transaction; the rule lives in their methods. */
  readonly entities: EntityManager;
  /** Ids of the events written here: after the commit they wake notifications and live streams. */
  announce(event: string): void;
  /** Runs `work` once the commit is on disk, never after a rollback. It may fail silently: a sweep must cover it. */
  afterCommit(work: () => void): void;
}

/** An event that a statement wrote; `decided` when it is marked so already, since nobody is written about it. */
interface Announced {
  event: string;
  decided: boolean;
}

/** A statement of a hot verb: prepared once per connection under its name. */
export interface Statement {
  name: string;
  text: string;
  /** One of the many forms that a list builds from its filters: a connection keeps only those it used last prepared. */
  variant?: true;
}

/**
 * The one door to the tables. Sets the tenant for the transaction; row-level security does the rest. A query that
 * does not come through here sees no row at all.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  constructor(
    readonly source: DataSource,
    private readonly newsroom: Newsroom,
  ) {}

  /** A read-only transaction. */
  read<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transaction(scope, 'READ ONLY', work);
  }

  /** A transaction that commits when `work` resolves. What it announced is news only after the commit. */
  write<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transaction(scope, 'READ WRITE', work);
  }

  /**
   * One statement in a transaction of its own and one round trip. For hot verbs; measured 2–3 × the rate of awaited
   * steps. `announces` is the event the statement wrote, or finds it in the rows where the statement may refuse and
   * write none, or write one that is decided from its birth.
   */
  async statement<Row>(
    scope: Scope,
    { name, text, variant }: Statement,
    values: unknown[],
    announces?: string | ((rows: Row[]) => string | Announced | undefined),
  ): Promise<Row[]> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const rows = await queryScoped<Row & pg.QueryResultRow>(client, entering(scope), {
        name: preparedName(name),
        text,
        values,
        ...(variant ? { variant } : {}),
      });
      const announced = typeof announces === 'function' ? announces(rows) : announces;
      if (typeof announced === 'object') this.newsroom.committed(scope.tenantId, [announced.event], announced);
      else if (announced) this.newsroom.committed(scope.tenantId, [announced]);
      return rows;
    } catch (error) {
      if (isConnectionLoss(error) || leavesConnectionUnusable(error)) broken = error as Error;
      throw error instanceof NotEntered && scope.proof ? await scope.proof.refuted() : namingTimeout(error, name);
    } finally {
      client.release(broken);
    }
  }

  /** A definer function's answer, before any tenant is known. */
  async lookUp<Row>({ name, text }: Statement, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row & pg.QueryResultRow>({ name, text, values }).catch((error: unknown) => {
      throw namingTimeout(error, name);
    });
    return rows;
  }

  get pool(): pg.Pool {
    return (this.source.driver as unknown as { master: pg.Pool }).master;
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async transaction<T>(scope: Scope, mode: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const announced: string[] = [];
    const later: (() => void)[] = [];
    try {
      await runner.connect();
      await runner.startTransaction();
      await runner.query(`SET TRANSACTION ${mode}`);
      await enter(runner, scope);
      const result = await work(txOf(runner, announced, later));
      await runner.commitTransaction();
      if (announced.length > 0) this.newsroom.committed(scope.tenantId, announced);
      for (const work of later) work();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

const plain: Statement = {
  name: 'scope',
  text: "SELECT set_config('app.tenant', $1, true) AS tenant, set_config('app.customer', $2, true) AS customer",
};

/** The statement that opens a transaction under the scope. */
function entering({ tenantId, customerId, proof }: Scope): Sent<Bindable> {
  return { ...(proof?.enter ?? plain), values: [tenantId, customerId ?? '', ...(proof?.values ?? [])] };
}

async function enter(runner: QueryRunner, scope: Scope): Promise<void> {
  const { text, values } = entering(scope);
  const { records } = await runner.query(text, values, true);
  const [set] = records as { tenant: string }[];
  if (scope.proof && set?.tenant !== scope.tenantId) throw await scope.proof.refuted();
}

function txOf(runner: QueryRunner, announced: string[], later: (() => void)[]): Tx {
  return {
    rows: async (sql, values) => recordsOf(runner, sql, values),
    row: async (sql, values) => (await recordsOf(runner, sql, values))[0],
    entities: runner.manager,
    announce: (event) => announced.push(event),
    afterCommit: (work) => later.push(work),
  };
}

async function recordsOf(runner: QueryRunner, sql: string, values?: unknown[]): Promise<never[]> {
  try {
    return (await runner.query(sql, values, true)).records as never[];
  } catch (error) {
    // Its text is a constant: values stand beside it.
    throw namingTimeout(error, sql.trim().replace(/\s+/g, ' ').slice(0, 80));
  }
}

/** A statement ran into `statement_timeout` and was rolled back; `statement` is its name, or its beginning where it has none. */
export class StatementTimeout extends Error {
  constructor(
    readonly statement: string,
    cause: unknown,
  ) {
    super(`${statement} took too long`, { cause });
  }
}

function namingTimeout(error: unknown, statement: string): unknown {
  const timedOut = sqlState(error) === '57014' && (error as Error).message.includes('statement timeout');
  return timedOut ? new StatementTimeout(statement, error) : error;
}

/** PostgreSQL keeps 63 bytes of a name: two longer ones that begin alike would be one statement. */
function preparedName(name: string): string {
  return name.length <= 63 ? name : `${name.slice(0, 30)}-${hash('sha256', name, 'base64url').slice(0, 20)}`;
}

/** SQLSTATE of a PostgreSQL error, wherever TypeORM put it; undefined for a torn connection. */
export function sqlState(error: unknown): string | undefined {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const state = driverError?.code ?? code;
  return typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state) ? state : undefined;
}

/** Name of the violated constraint. */
export function constraintOf(error: unknown): string | undefined {
  const { constraint, driverError } = error as { constraint?: string; driverError?: { constraint?: string } };
  return driverError?.constraint ?? constraint;
}

/** The database went away or refuses work: the caller may try again (503), nothing was committed. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof Refusal) return false;
  const state = sqlState(error);
  if (state) return state.startsWith('08') || state.startsWith('57P') || state === '53300';
  const { code, message = '' } = error as { code?: string; message?: string };
  return (
    (code !== undefined && ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].includes(code)) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable|Connection is closed|Client has encountered a connection error/i.test(
      message,
    )
  );
}

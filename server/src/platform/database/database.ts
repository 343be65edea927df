import { hash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { DataSource, type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import { CONFIG, type Config } from '../config.js';
import { Newsroom } from '../events/newsroom.js';
import { Refusal } from '../http/refusal.js';
import { ScopeMarks } from './scope-marks.js';
import { type Bindable, leavesConnectionUnusable, NotEntered, queryScoped, type Sent } from './scoped-query.js';

/**
 * Whose rows a transaction may see. Every caller of a use case is one. `customerId` narrows customers, tickets and
 * packages to that customer's own.
 */
export interface Scope {
  readonly tenantId: string;
  readonly customerId?: string | null;
  /** Opens the tables of people (`auth.…`) to a transaction besides; `statement` knows `colleague` only. */
  readonly people?: boolean;
  /** Present where the caller is known from memory: the first transaction under this scope proves him. */
  readonly proof?: Proof;
}

/**
 * What must hold in the database for a remembered caller to be let in. `enter` takes tenant, customer and `values`, opens
 * the scope and gives the tenant, or '' where it does not hold: then no row can be seen or written.
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
  /** Goes on under another scope; what the first one's deferred constraints look at must be proven before. */
  enter(scope: Scope): Promise<void>;
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
  /**
   * Its plan is right whatever the values are: rows by their ids, a page by its index. PostgreSQL plans others anew each time for a tenant
   * that is smaller than most: more work than counting a desk's tickets (320 against 120 µs).
   */
  plannedOnce?: true;
}

/**
 * The one door to the tables. Sets the tenant for the transaction; row-level security does the rest. A query that
 * does not come through here sees no row at all.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly marks: ScopeMarks;
  private readonly peopleAlone: Scope;

  constructor(
    readonly source: DataSource,
    private readonly newsroom: Newsroom,
    @Inject(CONFIG) { databaseUrls }: Config,
  ) {
    this.marks = new ScopeMarks(databaseUrls.app);
    this.peopleAlone = {
      tenantId: '',
      proof: { enter: withPeople, values: [this.marks.of('', '', 'people')], refuted: unknownKey },
    };
  }

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
    { name, text, variant, plannedOnce }: Statement,
    values: unknown[],
    announces?: string | ((rows: Row[]) => string | Announced | undefined),
  ): Promise<Row[]> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const rows = await queryScoped<Row & pg.QueryResultRow>(client, entering(scope, this.marks, plannedOnce), {
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
      throw error instanceof NotEntered ? await notEntered(scope) : namingTimeout(error, name);
    } finally {
      client.release(broken);
    }
  }

  /** A definer function's answer, before any tenant is known. */
  async lookUp<Row>({ name, text }: Statement, values: unknown[]): Promise<Row[]> {
    refusePeople(text);
    const { rows } = await this.pool.query<Row & pg.QueryResultRow>({ name, text, values }).catch((error: unknown) => {
      throw namingTimeout(error, name);
    });
    return rows;
  }

  /**
   * Like `lookUp`, with the tables of people (`auth.…`), limits and what works across tenants (`every_tenant`, `enqueue`, …) open, which they are
   * to no other statement. What a tenant may know of its own members is the view `colleague`. Its text must be a constant.
   */
  people<Row>(statement: Statement, values: unknown[]): Promise<Row[]> {
    return this.statement<Row>(this.peopleAlone, statement, values);
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
      await enter(runner, scope, this.marks);
      const result = await work(txOf(runner, scope, this.marks, announced, later));
      await runner.commitTransaction();
      if (announced.length > 0) this.newsroom.committed(scope.tenantId, announced);
      for (const work of later) work();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      // Of entities. PostgreSQL ends the time limit before COMMIT does its work, so that is never what took too long.
      throw error instanceof QueryFailedError ? namingTimeout(error, beginningOf(error.query)) : error;
    } finally {
      await runner.release();
    }
  }
}

const withPeople: Statement = { name: 'scope-of-people', text: 'SELECT enter_people($1, $2, $3) AS tenant' };

const plain: Statement = {
  name: 'scope',
  text: 'SELECT enter_scope($1, $2, $3) AS tenant',
};

/** The statement that opens a transaction under the scope. */
function entering({ tenantId, customerId, proof }: Scope, marks: ScopeMarks, plannedOnce = false): Sent<Bindable> {
  const customer = customerId ?? '';
  const { name, text } = proof?.enter ?? plain;
  const values = [tenantId, customer, ...(proof?.values ?? [marks.of(tenantId, customer)])];
  return plannedOnce ? { name: `${name}-planned-once`, text: text + forcingOnePlan, values } : { name, text, values };
}

const forcingOnePlan = ", set_config('plan_cache_mode', 'force_generic_plan', true)";

async function enter(runner: QueryRunner, scope: Scope, marks: ScopeMarks): Promise<void> {
  const { text, values } = entering(scope, marks);
  const { records } = await runner.query(text, values, true);
  const [set] = records as { tenant: string }[];
  if (set?.tenant !== scope.tenantId) throw await notEntered(scope);
  if (!scope.people) return;
  const [tenant, customer] = [scope.tenantId, scope.customerId ?? ''];
  await runner.query(withPeople.text, [tenant, customer, marks.of(tenant, customer, 'people')]);
}

async function notEntered({ proof }: Scope): Promise<Error> {
  return proof ? proof.refuted() : unknownKey();
}

async function unknownKey(): Promise<Error> {
  return new Error('The database does not know the key of this login: prepare it with the password the server has.');
}

/** Throws where row-level security would only show no row, so that a forgotten scope is noticed. */
function refusePeople(sql: string): void {
  if (/\bauth\.\w/.test(sql))
    throw new Error('Tables of people are open to Database.people, and to transactions whose scope says so.');
}

function txOf(runner: QueryRunner, scope: Scope, marks: ScopeMarks, announced: string[], later: (() => void)[]): Tx {
  let { people } = scope;
  const rows = async (sql: string, values?: unknown[]): Promise<never[]> => {
    if (!people) refusePeople(sql);
    return recordsOf(runner, sql, values);
  };
  return {
    rows,
    row: async (sql, values) => (await rows(sql, values))[0],
    entities: runner.manager,
    enter: async (next) => {
      await enter(runner, next, marks);
      people = next.people;
    },
    announce: (event) => announced.push(event),
    afterCommit: (work) => later.push(work),
  };
}

async function recordsOf(runner: QueryRunner, sql: string, values?: unknown[]): Promise<never[]> {
  try {
    return (await runner.query(sql, values, true)).records as never[];
  } catch (error) {
    // Its text is a constant: values stand beside it.
    throw namingTimeout(error, beginningOf(sql));
  }
}

function beginningOf(sql: string): string {
  return sql.trim().replace(/\s+/g, ' ').slice(0, 80);
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

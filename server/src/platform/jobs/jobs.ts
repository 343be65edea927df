import type { Instant } from '@bookinda/contracts/values';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** What a task is told: ids, never content. */
export type JobPayload = Record<string, unknown>;

/** The work of one task. It runs at least once and may run twice: it must be idempotent. */
export type JobHandler<Payload extends JobPayload> = (payload: Payload) => Promise<void>;

export interface JobOptions {
  /** Jobs with the same key that have not started yet are one job. */
  key?: string;
  /** Not before. */
  runAt?: Instant;
  /** Attempts with growing pauses (seconds, minutes, hours), 25 when left out. */
  maxAttempts?: number;
}

export interface JobOrder<Payload extends JobPayload = JobPayload> extends JobOptions {
  task: string;
  payload: Payload;
}

/**
 * Work for later. Modules register a task's handler in their `onModuleInit`; anybody enqueues by the task's name. Never
 * called inside a business transaction: `add_job` notifies, which takes one database-wide lock until the commit is on
 * disk.
 */
@Injectable()
export class Jobs {
  private readonly registered = new Map<string, JobHandler<JobPayload>>();

  constructor(private readonly db: Database) {}

  handle<Payload extends JobPayload>(task: string, handler: JobHandler<Payload>): void {
    if (this.registered.has(task)) throw new Error(`Two handlers for the task "${task}".`);
    this.registered.set(task, handler as JobHandler<JobPayload>);
  }

  get handlers(): ReadonlyMap<string, JobHandler<JobPayload>> {
    return this.registered;
  }

  enqueue<Payload extends JobPayload>(task: string, payload: Payload, options: JobOptions = {}): Promise<void> {
    return this.enqueueAll([{ task, payload, ...options }]);
  }

  /** Many jobs in one statement. */
  async enqueueAll(orders: JobOrder[]): Promise<void> {
    if (orders.length === 0) return;
    await this.db.people(enqueueAll, [JSON.stringify(orders.map(rowOf))]);
  }
}

/** The definer function is the app role's only door to the job tables. */
const enqueueAll = {
  name: 'enqueue-all',
  text: `SELECT enqueue(task, payload, key, run_at, max_attempts)
    FROM json_to_recordset($1::json) AS x(task text, payload json, key text, run_at timestamptz, max_attempts int)`,
};

function rowOf({ task, payload, key, runAt, maxAttempts }: JobOrder): object {
  return { task, payload, key: key ?? null, run_at: runAt ?? null, max_attempts: maxAttempts ?? null };
}

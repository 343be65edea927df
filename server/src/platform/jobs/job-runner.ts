import { EventEmitter } from 'node:events';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger as NestLogger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { CONFIG, type Config } from '../config.js';
import { connectionFor } from '../database/roles.js';
import { StandingConnection } from '../database/standing-connection.js';
import { ForgivingPool } from './forgiving-pool.js';
import { Jobs } from './jobs.js';
import { noteStrayRejections } from './stray-rejections.js';

/** How many jobs run at once. They wait for mail servers and the database, not for the CPU. */
const concurrency = 5;

/** First half of the advisory lock that says "this pool of workers lives". */
const livesLock = "hashtext('bookinda-workers')";

/**
 * Runs jobs where `config.worker` says so. graphile-worker fetches and completes them in batches (`localQueue`,
 * `completeJobBatchDelay`: 0.60 → 0.04 ms CPU a job).
 */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new NestLogger('jobs');
  private readonly worker: pg.ClientConfig;
  private pool: pg.Pool | undefined;
  private runner: Runner | undefined;
  private signOfLife: StandingConnection | undefined;
  private stopping = false;
  private forgetStrays = () => {};

  constructor(
    private readonly jobs: Jobs,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.worker = connectionFor('worker', config.databaseUrl);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.worker) return;
    this.pool = new ForgivingPool({ ...this.worker, max: 4, connectionTimeoutMillis: 5_000 });
    // Broken connections are replaced; an error nobody listens for would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.forgetStrays = noteStrayRejections((error) => this.log.warn(`Let go: ${error.message}`));
    await this.start(this.pool);
  }

  /** Jobs that run may end; jobs fetched but not begun go back to the table. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await this.runner?.stop().catch((error: unknown) => this.log.warn(`Stopping: ${String(error)}`));
    await this.signOfLife?.stop();
    await this.pool?.end();
    this.forgetStrays();
  }

  /** A worker that was killed hard would keep its jobs locked for four hours: frees those of pools that live no more. */
  @Interval(60_000)
  async freeJobsOfDeadWorkers(): Promise<void> {
    if (!this.pool || this.stopping) return;
    await this.pool.query(freeJobs).catch((error: unknown) => this.log.warn(`Freeing jobs: ${String(error)}`));
  }

  private async start(pool: pg.Pool): Promise<void> {
    const events: WorkerEvents = new EventEmitter();
    let poolId = '';
    events.on('pool:create', ({ workerPool }) => {
      poolId = workerPool.id;
    });
    this.runner = await run({
      pgPool: pool,
      events,
      taskList: this.tasks(),
      crontab: '',
      noHandleSignals: true,
      logger: this.logger(),
      pollInterval: 2_000,
      preset: {
        worker: {
          concurrentJobs: concurrency,
          localQueue: { size: 4 * concurrency },
          completeJobBatchDelay: 5,
          failJobBatchDelay: 5,
          gracefulShutdownAbortTimeout: 10_000,
        },
      },
    });
    const { runner } = this;
    const ended = runner.promise.then(
      () => 'ended',
      (error: unknown) => String(error),
    );
    try {
      await this.signOfLife?.stop();
      this.signOfLife = new StandingConnection(
        this.worker,
        (client) => showLife(client, poolId),
        () => undefined,
      );
      await this.signOfLife.start();
    } catch (error) {
      // Whoever starts again must not find this one still running.
      await runner.stop().catch(() => undefined);
      throw error;
    }
    void ended.then((why) => this.restart(pool, why));
  }

  /** After enough errors in a row (a database that is away) graphile-worker gives up; we do not. */
  private restart(pool: pg.Pool, why: string): void {
    if (this.stopping) return;
    this.log.warn(`The job runner stopped (${why}) and starts again.`);
    const again = setTimeout(() => {
      if (!this.stopping) this.start(pool).catch((error: unknown) => this.restart(pool, String(error)));
    }, 1_000);
    again.unref();
  }

  private tasks(): TaskList {
    const handlers = [...this.jobs.handlers];
    return Object.fromEntries(
      handlers.map(([task, handler]) => [task, (payload) => handler(payload as Record<string, unknown>)]),
    );
  }

  private logger(): Logger {
    return new Logger(() => (level, message) => {
      // While stopping, connections that close under its hands are no news.
      if (this.stopping) this.log.debug(message);
      else if (level === 'error') this.log.error(message);
      else if (level === 'warning') this.log.warn(message);
    });
  }
}

/** An advisory lock falls with its session, whatever kills it, and `pg_locks` shows it to every role. */
async function showLife(client: pg.Client, poolId: string): Promise<void> {
  await client.query(`SELECT pg_advisory_lock_shared(${livesLock}, hashtext($1))`, [poolId]);
}

const freeJobs = `
  SELECT graphile_worker.force_unlock_workers(array_agg(locked_by)) FROM (
    SELECT DISTINCT locked_by FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL AND locked_at < now() - interval '20 seconds'
  ) held
  WHERE NOT EXISTS (
    SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 2
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.classid::bigint = (${livesLock})::bigint & 4294967295 AND l.objid::bigint = hashtext(locked_by)::bigint & 4294967295)
  HAVING count(*) > 0`;

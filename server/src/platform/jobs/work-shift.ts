import { EventEmitter } from 'node:events';
import { type Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { StandingConnection } from '../database/standing-connection.js';
import { ForgivingPool } from './forgiving-pool.js';
import type { JobHandler, JobPayload } from './jobs.js';

/** How many jobs run at once. They wait for mail servers and the database, not for the CPU. */
const concurrency = 5;

/** First half of the advisory lock that says "this shift lives". */
const livesLock = "hashtext('bookinda-workers')";

/**
 * When broken connections fail its batches, graphile-worker shuts itself down, and sometimes waits for ever for what
 * will never answer (found by killing backends: both servers had no worker any more, and no word in the log). So a shift
 * is given up when its shutdown takes longer than this, in milliseconds,
 */
const shutdownPatienceMs = 5_000;
/** or when for so long it asked for no job and ran none. It asks every two seconds. */
const silencePatienceMs = 20_000;

/** One run of graphile-worker, with a pool and a sign of life of its own. */
export interface WorkShift {
  pool: pg.Pool;
  /** Why it ended by itself or was given up; never settles for one that was asked to stop in time. */
  ended: Promise<string>;
  /** Jobs that run may end; resolves also when they do not in time. */
  stop(): Promise<void>;
}

/**
 * graphile-worker fetches and completes jobs in batches (`localQueue`, `completeJobBatchDelay`: 0.60 → 0.04 ms CPU a job).
 * Rejects when the database is away.
 */
export async function beginWorkShift(
  worker: pg.ClientConfig,
  handlers: ReadonlyMap<string, JobHandler<JobPayload>>,
  logger: Logger,
): Promise<WorkShift> {
  const pool = new ForgivingPool({ ...worker, max: concurrency + 1, connectionTimeoutMillis: 5_000 });
  // Broken connections are replaced; an error nobody listens for would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const events: WorkerEvents = new EventEmitter();
  const watch = watchOver(events);
  let runner: Runner | undefined;
  let signOfLife: StandingConnection | undefined;
  /** What does not end within its time must not keep a new shift from beginning. */
  const leave = async (patienceMs: number): Promise<void> => {
    watch.stop();
    await within(patienceMs, runner?.stop());
    await within(1_000, signOfLife?.stop());
    await within(1_000, pool.end());
  };
  try {
    runner = await run({
      pgPool: pool,
      events,
      taskList: tasksOf(handlers),
      crontab: '',
      noHandleSignals: true,
      logger,
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
    signOfLife = new StandingConnection(
      worker,
      (client) => showLife(client, watch.poolId()),
      () => undefined,
    );
    await signOfLife.start();
  } catch (error) {
    // Whoever begins again must not find this one still running.
    await leave(shutdownPatienceMs);
    throw error;
  }
  const itself = runner.promise.then(
    () => 'ended',
    (error: unknown) => String(error),
  );
  const ended = Promise.race([itself, watch.givenUp]).then(async (why) => {
    await leave(0);
    return why;
  });
  return { pool, ended, stop: () => leave(12_000) };
}

function tasksOf(handlers: ReadonlyMap<string, JobHandler<JobPayload>>): TaskList {
  return Object.fromEntries(
    [...handlers].map(([task, handler]) => [task, (payload) => handler(payload as Record<string, unknown>)]),
  );
}

/** Looks whether the worker does anything, by what it says of itself. */
function watchOver(events: WorkerEvents) {
  let [poolId, running, heardAt] = ['', 0, Date.now()];
  let giveUp: (why: string) => void = () => undefined;
  const givenUp = new Promise<string>((resolve) => {
    giveUp = resolve;
  });
  const heard = () => {
    heardAt = Date.now();
  };
  events.on('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
  });
  events.on('localQueue:getJobs:complete', heard);
  events.on('job:start', () => {
    running += 1;
    heard();
  });
  events.on('job:complete', () => {
    running -= 1;
    heard();
  });
  let shutdown: NodeJS.Timeout | undefined;
  events.on('pool:gracefulShutdown', () => {
    shutdown = setTimeout(() => giveUp('its shutdown did not end'), shutdownPatienceMs).unref();
  });
  const silence = setInterval(() => {
    if (running === 0 && Date.now() - heardAt > silencePatienceMs) giveUp('it asked for no job any more');
  }, 1_000).unref();
  const stop = () => {
    clearTimeout(shutdown);
    clearInterval(silence);
    events.removeAllListeners('pool:gracefulShutdown');
  };
  return { givenUp, stop, poolId: () => poolId };
}

async function within(patienceMs: number, ending: Promise<unknown> | undefined): Promise<void> {
  if (!ending) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([ending.catch(() => undefined), patience]);
  clearTimeout(timer);
}

/** An advisory lock falls with its session, whatever kills it, and `pg_locks` shows it to every role. */
async function showLife(client: pg.Client, poolId: string): Promise<void> {
  await client.query(`SELECT pg_advisory_lock_shared(${livesLock}, hashtext($1))`, [poolId]);
}

/** Frees the jobs of workers that live no more, in whatever process they did. */
export async function freeJobsOfEndedShifts({ pool }: WorkShift): Promise<void> {
  await pool.query(freeJobs);
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

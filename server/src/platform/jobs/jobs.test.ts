import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { JobRunner } from './job-runner.js';
import { Jobs } from './jobs.js';
import { Ticks } from './ticks.js';

let app: TestApp;
let idle: TestApp;
const done: unknown[] = [];
beforeAll(async () => {
  idle = await testApp();
  // A runner takes the handlers that are there when it starts, so the tasks of this test are given to its prototype.
  const { handlers } = Object.getOwnPropertyDescriptors(Jobs.prototype);
  Object.defineProperty(Jobs.prototype, 'handlers', {
    configurable: true,
    get(this: Jobs) {
      const registered = handlers!.get!.call(this) as Map<string, (payload: Record<string, unknown>) => Promise<void>>;
      return new Map([
        ...registered,
        ['test', async (payload) => void done.push(payload['n'])],
        ['slow', async () => pause(700).then(() => void done.push('slow'))],
      ]);
    },
  });
  app = await testApp({ WORKER: '1' }, idle.db);
  Object.defineProperty(Jobs.prototype, 'handlers', handlers!);
});
afterAll(async () => {
  await app.stop();
  await idle.stop();
});

const jobsOf = (task: string) =>
  app.db.query<{ id: string; key: string | null; locked_by: string | null }>(
    'SELECT j.id, j.key, j.locked_by FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = $1',
    [task],
  );

it('runs what any instance enqueued', async () => {
  await idle.get(Jobs).enqueue('test', { n: 1 });
  for (let tries = 0; !done.includes(1) && tries < 100; tries++) await pause(20);
  expect(done).toContain(1);
});

it('jobs with one key are one job', async () => {
  const runAt = new Date(Date.now() + 3_600_000).toISOString();
  await Promise.all([1, 2, 3].map((n) => idle.get(Jobs).enqueue('later', { n }, { key: 'same', runAt })));
  expect(await jobsOf('later')).toHaveLength(1);
});

it('BS-08 two instances that tick enqueue each task once per slot', async () => {
  await app.db.query(`DELETE FROM graphile_worker._private_jobs`);
  await Promise.all([app.get(Ticks).tick(), idle.get(Ticks).tick(), app.get(Ticks).tick()]);
  const jobs = await jobsOf('close-silent-tickets');
  expect(jobs).toHaveLength(1);
  expect(jobs[0]?.key).toMatch(/^close-silent-tickets:\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
});

it('frees the jobs of a worker that was killed, and not those of one that lives', async () => {
  const runAt = new Date(Date.now() + 3_600_000).toISOString();
  await idle.get(Jobs).enqueue('of-the-dead', {}, { runAt });
  await idle.get(Jobs).enqueue('of-the-living', {}, { runAt });
  await idle.get(Jobs).enqueue('slow', {});
  let living: string | null = null;
  for (let tries = 0; !living && tries < 100; tries++) {
    living = (await jobsOf('slow'))[0]?.locked_by ?? null;
    await pause(10);
  }
  const lock = `UPDATE graphile_worker._private_jobs SET locked_by = $2, locked_at = now() - interval '1 minute' WHERE id = $1`;
  await app.db.query(lock, [(await jobsOf('of-the-dead'))[0]?.id, 'pool-of-the-dead']);
  await app.db.query(lock, [(await jobsOf('of-the-living'))[0]?.id, living]);
  await app.get(JobRunner).freeJobs();
  expect((await jobsOf('of-the-dead'))[0]?.locked_by).toBeNull();
  expect((await jobsOf('of-the-living'))[0]?.locked_by).toBe(living);
  expect(living).not.toBeNull();
});

it('goes on after its database connections were cut', async () => {
  await app.db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'bookinda-worker'`,
  );
  await pause(300);
  await idle.get(Jobs).enqueue('test', { n: 2 });
  for (let tries = 0; !done.includes(2) && tries < 300; tries++) await pause(20);
  expect(done).toContain(2);
});

it('a stop waits for the job that runs', async () => {
  done.splice(0);
  await idle.get(Jobs).enqueue('slow', {});
  for (let tries = 0; !(await jobsOf('slow'))[0]?.locked_by && tries < 100; tries++) await pause(10);
  await app.get(JobRunner).beforeApplicationShutdown();
  // An earlier one whose end was lost with its connection may run once more beside it.
  expect(done).toContain('slow');
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestDatabase, testDatabase } from '../../test/database.js';
import { ForgivingPool } from './forgiving-pool.js';

let db: TestDatabase;
let pool: ForgivingPool;

beforeAll(async () => {
  db = await testDatabase();
  pool = new ForgivingPool({ connectionString: db.url, max: 1 });
  pool.on('error', () => undefined);
});
afterAll(async () => {
  await pool.end();
  await db.drop();
});

it('takes a client back once, however often it is released', async () => {
  const client = await pool.connect();
  client.release();
  client.release();
  expect(pool.idleCount).toBe(1);
  await new Promise<void>((resolve) => {
    pool.connect((_error, _client, release) => {
      release(new Error('broken'));
      release();
      resolve();
    });
  });
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

it('does not let the second release of one checkout end the next one', async () => {
  const first = await pool.connect();
  first.release();
  const late = first.release;
  const second = await pool.connect();
  late();
  expect(pool.idleCount).toBe(0);
  second.release();
  expect(pool.idleCount).toBe(1);
});

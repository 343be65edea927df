import { readCustomer } from '@bookinda/contracts/customers/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { givenCustomer, givenMember, givenTenant } from '../../test/given.js';
import { Database, StatementTimeout, sqlState } from '../database/database.js';
import { Journal } from '../logs/journal.js';
import { refusalOf } from './problem.filter.js';

describe('an error of the database', () => {
  let app: TestApp;
  let tenantId: string;
  beforeAll(async () => {
    app = await testApp();
    tenantId = (await givenTenant(app)).id;
  });
  afterAll(() => app.stop());

  it('a statement that reaches its time limit has a code of its own and is named in the log', async () => {
    const slow = app.get(Database).read({ tenantId }, async (tx) => {
      await tx.rows('SET LOCAL statement_timeout = 50');
      await tx.rows('SELECT pg_sleep(20) /* a slow search */');
    });
    const error = await slow.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StatementTimeout);
    expect((error as StatementTimeout).statement).toBe('SELECT pg_sleep(20) /* a slow search */');
    expect(refusalOf(error)).toMatchObject({ code: 'took-too-long', status: 503 });
  });

  it('a statement of entities is named too', async () => {
    const slow = app.get(Database).write({ tenantId }, async ({ rows, entities }) => {
      await rows('SET LOCAL statement_timeout = 50');
      await entities.query('SELECT  pg_sleep($1)', [20]);
    });
    const error = await slow.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StatementTimeout);
    expect((error as StatementTimeout).statement).toBe('SELECT pg_sleep($1)');
    expect(refusalOf(error)).toMatchObject({ code: 'took-too-long', status: 503 });
  });

  it('over HTTP: 503 took-too-long, and the log line of that request names the statement and none of its values', async () => {
    const salon = await givenTenant(app);
    const { as } = await givenMember(app, salon, 'OWNER');
    const id = await givenCustomer(app, salon);
    await app.db.query(
      `CREATE POLICY slow ON customer AS RESTRICTIVE FOR SELECT USING (id <> '${id}' OR pg_sleep(60) IS NULL)`,
    );
    const logged: string[] = [];
    const journal = new Journal('info', (text) => logged.push(text));
    // Of one connection, so that a shorter limit than 15 s can be set on it.
    const other = await testApp({ POOL_SIZE: '1' }, app.db, journal);
    await other.get(Database).pool.query('SET statement_timeout = 3000');
    const { status, problem } = await other.call(readCustomer, as, undefined, { id });
    await other.stop();
    journal.flush();
    expect([status, problem.code]).toEqual([503, 'took-too-long']);
    const lines = logged
      .join('')
      .split('\n')
      .filter((line) => line.includes('took too long'));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ requestId: problem.requestId, statement: 'read-customer' }),
    ]);
    expect(lines.join()).not.toContain(id);
  });

  it('a limit of PostgreSQL’s own is too-large: too many words for a search', async () => {
    const words = app
      .get(Database)
      .read({ tenantId }, (tx) =>
        tx.rows(
          `SELECT to_tsvector('simple', string_agg(lpad(n::text, 40, 'x'), ' ')) FROM generate_series(1, 30000) n`,
        ),
      );
    const error = await words.catch((thrown: unknown) => thrown);
    expect(sqlState(error)).toBe('54000');
    expect(refusalOf(error)).toMatchObject({ code: 'too-large', status: 413 });
  });

  it('a torn connection never promises that nothing was changed: COMMIT may have arrived', async () => {
    const torn = app
      .get(Database)
      .write({ tenantId }, (tx) => tx.rows('SELECT pg_terminate_backend(pg_backend_pid())'));
    const refusal = refusalOf(await torn.catch((thrown: unknown) => thrown));
    expect(refusal.code).toBe('unavailable');
    expect(refusal.detail).toMatch(/not known whether anything was changed/);
  });
});

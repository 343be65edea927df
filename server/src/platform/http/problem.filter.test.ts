import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { givenTenant } from '../../test/given.js';
import { Database, StatementTimeout } from '../database/database.js';
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

  it('a torn connection never promises that nothing was changed: COMMIT may have arrived', async () => {
    const torn = app
      .get(Database)
      .write({ tenantId }, (tx) => tx.rows('SELECT pg_terminate_backend(pg_backend_pid())'));
    const refusal = refusalOf(await torn.catch((thrown: unknown) => thrown));
    expect(refusal.code).toBe('unavailable');
    expect(refusal.detail).toMatch(/not known whether anything was changed/);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { givenTenant } from '../../test/given.js';
import { Database } from './database.js';
import { ScopeMarks } from './scope-marks.js';

describe('a statement under its scope', () => {
  let app: TestApp;
  let db: Database;
  let tenantId: string;

  beforeAll(async () => {
    app = await testApp();
    db = app.get(Database);
    tenantId = (await givenTenant(app)).id;
  });
  afterAll(() => app.stop());

  const settings = {
    name: 'settings',
    text: `SELECT scope_tenant() AS tenant, scope_customer() AS customer`,
  };
  const insert = {
    name: 'insert-customer-twice',
    text: `WITH first AS (INSERT INTO customer (tenant_id, id, name) VALUES ($1, $2, 'once') RETURNING id)
      SELECT id, 1 / $3::int AS broken FROM first`,
  };

  it('sees its own tenant, row by row and without the scope’s row', async () => {
    expect(await db.statement({ tenantId, customerId: tenantId }, settings, [])).toEqual([
      { tenant: tenantId, customer: tenantId },
    ]);
    expect(
      await db.statement({ tenantId }, { name: 'three', text: 'SELECT n FROM generate_series(1, 3) n' }, []),
    ).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(await db.statement({ tenantId }, { name: 'none', text: 'SELECT 1 AS n WHERE false' }, [])).toEqual([]);
  });

  it('leaves its scope to nobody: the next one on the connection has none', async () => {
    await Promise.all(Array.from({ length: 20 }, () => db.statement({ tenantId }, settings, [])));
    const left = await Promise.all(Array.from({ length: 20 }, () => db.lookUp(settings, [])));
    // A customer that does not exist: null would be a whole tenant's scope.
    const customer = '00000000-0000-0000-0000-000000000000';
    expect(left.flat()).toEqual(Array.from({ length: 20 }, () => ({ tenant: null, customer })));
  });

  it('keeps one plan for a statement that says so, and leaves that to no other', async () => {
    const mode = { name: 'mode', text: `SELECT current_setting('plan_cache_mode') AS mode` };
    expect(await db.statement({ tenantId }, { ...mode, plannedOnce: true }, [])).toEqual([
      { mode: 'force_generic_plan' },
    ]);
    expect(await db.statement({ tenantId }, mode, [])).toEqual([{ mode: 'auto' }]);
  });

  it('is one transaction: an error leaves nothing, and the connection goes on', async () => {
    const id = '00000000-0000-7000-8000-00000000abcd';
    await expect(db.statement({ tenantId }, insert, [tenantId, id, 0])).rejects.toMatchObject({ code: '22012' });
    expect(await app.db.query('SELECT FROM customer WHERE id = $1', [id])).toEqual([]);
    expect(await db.statement({ tenantId }, insert, [tenantId, id, 1])).toEqual([{ id, broken: 1 }]);
    expect(await app.db.query('SELECT name FROM customer WHERE id = $1', [id])).toEqual([{ name: 'once' }]);
  });

  it('says that a statement cannot be understood each time it is sent', async () => {
    const wrong = { name: 'wrong', text: 'SELECT no_such_column FROM customer' };
    await expect(db.statement({ tenantId }, wrong, [])).rejects.toMatchObject({ code: '42703' });
    await expect(db.statement({ tenantId }, wrong, [])).rejects.toMatchObject({ code: '42703' });
  });

  it('fails at the commit where the commit fails', async () => {
    await app.db.query(
      'ALTER TABLE customer ADD CONSTRAINT later UNIQUE (tenant_id, phone) DEFERRABLE INITIALLY DEFERRED',
    );
    const phoned = {
      name: 'phoned',
      text: `INSERT INTO customer (tenant_id, name, phone) VALUES ($1, 'x', '1') RETURNING id`,
    };
    await db.statement({ tenantId }, phoned, [tenantId]);
    await expect(db.statement({ tenantId }, phoned, [tenantId])).rejects.toMatchObject({ code: '23505' });
  });

  it('under a proof that does not hold reads and writes nothing, in a statement and in a transaction', async () => {
    const refusal = new Error('refuted');
    const enter = { name: 'enter-by-mark', text: 'SELECT enter_scope($1, $2, $3) AS tenant' };
    const mark = new ScopeMarks(app.db.logins.app).of(tenantId, '');
    const scope = (holds: boolean) => ({
      tenantId,
      proof: { enter, values: [holds ? mark : Buffer.alloc(32)], refuted: async () => refusal },
    });
    const add = { name: 'add', text: `INSERT INTO customer (tenant_id, name) VALUES ($1, 'proven') RETURNING name` };
    const count = { name: 'count', text: 'SELECT count(*)::int AS n FROM customer WHERE tenant_id = $1' };
    const [before] = await db.statement<{ n: number }>({ tenantId }, count, [tenantId]);
    for (let n = 0; n < 20; n++) {
      await expect(db.statement(scope(false), add, [tenantId])).rejects.toBe(refusal);
      await expect(db.statement(scope(false), count, [tenantId])).rejects.toBe(refusal);
      await expect(db.write(scope(false), (tx) => tx.rows(add.text, [tenantId]))).rejects.toBe(refusal);
    }
    expect(await db.statement({ tenantId }, count, [tenantId])).toEqual([before]);
    expect(await db.statement(scope(true), add, [tenantId])).toEqual([{ name: 'proven' }]);
    expect(await db.write(scope(true), (tx) => tx.row(count.text, [tenantId]))).toEqual({ n: (before?.n ?? 0) + 1 });
  });
});

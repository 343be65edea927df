import { redeemSession, takePayment } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../platform/database/database.js';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenPackage,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';
import { enterStep } from './enter-step.js';

const actor = { kind: 'system', id: null, name: 'a bug' } as const;
const copied = `tenant_id, package_id, service_id, kind, staff_id, staff_name, actor_kind, actor_id, actor_name`;

describe('what the database itself proves of the ledger', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    customer = await givenCustomer(app, salon);
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  const given = () =>
    givenPackage(app, salon, customer, { services: [{ total: 5, used: 2 }, { total: 5 }], price: 900, paid: 300 });
  const asApp = (name: string, text: string, values: unknown[]) =>
    app.get(Database).statement({ tenantId: salon.id }, { name, text }, values);

  // $1 the package, $2 its service of which two sessions are used.
  it.each<[what: string, rule: string, sql: string]>([
    [
      'sessions used that no entry tells of',
      'used_is_sum',
      'UPDATE package_service SET used = used + 1 WHERE id = $2 AND package_id = $1',
    ],
    [
      'sessions used for an entry of long ago',
      'used_is_sum',
      'UPDATE package_service SET used = used - 1, last_step = 2 WHERE id = $2 AND package_id = $1',
    ],
    [
      'sessions taken from the package alone',
      'balance_is_sum',
      'UPDATE sold_package SET remaining = remaining - 1 WHERE id = $1 AND $2::uuid IS NOT NULL',
    ],
    [
      'money nobody paid',
      'balance_is_sum',
      'UPDATE sold_package SET paid = paid + 1 WHERE id = $1 AND $2::uuid IS NOT NULL',
    ],
    [
      'money for a step that is not there',
      'balance_is_sum',
      'UPDATE sold_package SET paid = paid + 1, chain_length = chain_length + 1 WHERE id = $1 AND $2::uuid IS NOT NULL',
    ],
    [
      'a shorter chain',
      'balance_is_sum',
      'UPDATE sold_package SET chain_length = chain_length - 1 WHERE id = $1 AND $2::uuid IS NOT NULL',
    ],
    [
      'an entry that nothing counted',
      'entry_is_counted',
      `INSERT INTO ledger_entry (${copied}, sessions, used_after, seq, hash) SELECT ${copied}, 1, 3, seq + 1, hash FROM ledger_entry WHERE package_id = $1 AND service_id = $2 AND seq = 3`,
    ],
    [
      'an entry under the number of a payment',
      'entry_is_counted',
      `INSERT INTO ledger_entry (${copied}, sessions, used_after, seq, hash) SELECT ${copied}, 1, 3, 1, hash FROM ledger_entry WHERE package_id = $1 AND service_id = $2 AND seq = 3`,
    ],
    [
      'a redemption that moves the package and not the service',
      'entry_is_counted',
      `WITH e AS (INSERT INTO ledger_entry (${copied}, sessions, used_after, seq, hash) SELECT ${copied}, 1, 3, seq + 1, hash FROM ledger_entry WHERE package_id = $1 AND service_id = $2 AND seq = 3 RETURNING *)
       UPDATE sold_package p SET remaining = remaining - 1, chain_length = e.seq, chain_head = e.hash FROM e WHERE p.id = e.package_id`,
    ],
    [
      'a redemption that takes two from the service for one in the ledger',
      'used_is_sum',
      `WITH e AS (INSERT INTO ledger_entry (${copied}, sessions, used_after, seq, hash) SELECT ${copied}, 1, 4, seq + 1, hash FROM ledger_entry WHERE package_id = $1 AND service_id = $2 AND seq = 3 RETURNING *),
         s AS (UPDATE package_service s SET used = 4, last_step = e.seq FROM e WHERE s.id = e.service_id)
       UPDATE sold_package p SET remaining = remaining - 1, chain_length = e.seq, chain_head = e.hash FROM e WHERE p.id = e.package_id`,
    ],
    [
      'a redemption of one service that another one pays',
      'entry_is_counted',
      `WITH e AS (INSERT INTO ledger_entry (${copied}, sessions, used_after, seq, hash) SELECT ${copied}, 1, 3, seq + 1, hash FROM ledger_entry WHERE package_id = $1 AND service_id = $2 AND seq = 3 RETURNING *),
         s AS (UPDATE package_service s SET used = used + 1, last_step = e.seq FROM e WHERE s.package_id = e.package_id AND s.id <> e.service_id)
       UPDATE sold_package p SET remaining = remaining - 1, chain_length = e.seq, chain_head = e.hash FROM e WHERE p.id = e.package_id`,
    ],
    [
      'a service that was not sold',
      'sale_is_whole',
      `INSERT INTO package_service (tenant_id, package_id, name, position, total) SELECT tenant_id, package_id, 'More', 9, 1 FROM package_service WHERE package_id = $1 AND id = $2`,
    ],
    [
      'more of a service than was sold',
      'sale_is_whole',
      'UPDATE package_service SET total = total + 1 WHERE package_id = $1 AND id = $2',
    ],
    [
      'a sale of more sessions than its services have',
      'sale_is_whole',
      `WITH sold AS (INSERT INTO sold_package (tenant_id, customer_id, name, currency, price, remaining, purchased_on)
         SELECT tenant_id, customer_id, name, currency, price, 2, purchased_on FROM sold_package WHERE id = $1 AND $2::uuid IS NOT NULL RETURNING *)
       INSERT INTO package_service (tenant_id, package_id, name, position, total) SELECT tenant_id, id, name, 0, 1 FROM sold`,
    ],
  ])(
    'PK-08 %s: refused when the transaction ends (%s), for the app’s role and for every other',
    async (what, rule, sql) => {
      const { id, services } = await given();
      const before = await stateOf(id);
      const refused = { code: '23514', constraint: rule };
      await expect(asApp(what, sql, [id, services[0]])).rejects.toMatchObject(refused);
      await expect(app.db.query(sql, [id, services[0]])).rejects.toMatchObject(refused);
      expect(await stateOf(id)).toEqual(before);
    },
  );

  it('PK-08 several steps of one transaction are proven each; the package goes on afterwards', async () => {
    const { id, services } = await given();
    await app.get(Database).write({ tenantId: salon.id }, async (tx) => {
      const step = (sessions: number, service = services[0]!) =>
        enterStep(tx, salon.id, id, { kind: sessions > 0 ? 'redemption' : 'correction', service, sessions, actor });
      await step(2);
      await step(1, services[1]);
      await enterStep(tx, salon.id, id, { kind: 'payment', amount: 100, method: 'cash', paidOn: '2026-01-05', actor });
      await step(-1);
      await step(1);
    });
    expect(await stateOf(id)).toMatchObject({ paid: '400', remaining: 5, chain_length: 8, used: [4, 1] });
    expect((await app.call(redeemSession, owner.as, { service: services[0]! }, { id })).status).toBe(200);
    expect((await app.call(takePayment, owner.as, { rest: true, method: 'card' }, { id })).status).toBe(200);
  });

  it('PK-08 a lie in the middle of a transaction is found although its end is right', async () => {
    const { id, services } = await given();
    const lying = app.get(Database).write({ tenantId: salon.id }, async (tx) => {
      const redeem = () =>
        enterStep(tx, salon.id, id, { kind: 'redemption', service: services[0]!, sessions: 1, actor });
      await redeem();
      await tx.rows('UPDATE package_service SET used = used - 1 WHERE tenant_id = $1 AND id = $2', [
        salon.id,
        services[0],
      ]);
      await redeem();
    });
    await expect(lying).rejects.toMatchObject({ driverError: { code: '23514' } });
    expect(await stateOf(id)).toMatchObject({ remaining: 8, chain_length: 3 });
  });

  async function stateOf(id: GivenPackage['id']): Promise<object | undefined> {
    const [row] = await app.db.query(
      `SELECT p.*, (SELECT array_agg(s.used ORDER BY s.position) FROM package_service s WHERE s.package_id = p.id) AS used,
         (SELECT count(*) FROM ledger_entry l WHERE l.package_id = p.id) AS entries FROM sold_package p WHERE p.id = $1`,
      [id],
    );
    return row;
  }
});

/** @dates */
import { randomUUID } from 'node:crypto';
import { listCustomers, readCustomer } from '@bookinda/contracts/customers/routes';
import { roles } from '@bookinda/contracts/identity/session';
import {
  cancelPackage,
  changeExpiry,
  createTemplate,
  editTemplate,
  listDebts,
  listHistory,
  proposeRefund,
  readPackage,
  redeemSession,
  refundPayment,
  reversePayment,
  sellPackage,
  takePayment,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';

describe('payments', () => {
  let app: TestApp;
  /** A second server over the same database. */
  let twin: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let reception: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
    twin = await testApp({}, app.db);
    for (const { clock } of [app, twin]) clock.moveTo('2026-11-21T12:00:00Z');
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    reception = await givenMember(app, salon, 'RECEPTION');
    customer = await givenCustomer(app, salon);
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await twin.stop();
    await app.stop();
  });

  const paymentsOf = (id: string) =>
    app.db.query<{ amount: string }>('SELECT kind, amount FROM package_payment WHERE package_id = $1 ORDER BY seq', [
      id,
    ]);

  it('PK-12 part payments lead from unpaid over partial to paid; the rest is one click', async () => {
    const { id } = await givenPackage(app, salon, customer, { price: 1_000 });
    const first = await app.call(
      takePayment,
      reception.as,
      { amount: 400, method: 'cash', paidOn: '2026-11-20' },
      { id },
    );
    expect(first.body.card).toMatchObject({ payment: 'partial', paid: { amount: 400 }, version: 2 });
    expect(first.body.head).toMatch(/^[0-9a-f]{64}$/);
    const rest = await app.call(takePayment, reception.as, { rest: true, method: 'card' }, { id });
    expect(rest.body.card).toMatchObject({ payment: 'paid', paid: { amount: 1_000 } });
    expect((await app.call(readPackage, reception.as, undefined, { id })).body).toEqual(rest.body.card);
    expect((await app.call(listHistory, reception.as, {}, { id })).body.items.slice(1)).toMatchObject([
      {
        id: first.body.step,
        kind: 'payment',
        amount: { amount: 400 },
        method: 'cash',
        paidOn: '2026-11-20',
        paidAfter: { amount: 400 },
      },
      {
        id: rest.body.step,
        kind: 'payment',
        amount: { amount: 600 },
        method: 'card',
        paidOn: '2026-11-21',
        paidAfter: { amount: 1_000 },
      },
    ]);
  });

  it('PK-12 more than is due is refused, by the database too; so is every amount that is no whole positive number', async () => {
    const { id } = await givenPackage(app, salon, customer, { price: 1_000, paid: 300 });
    const method = 'cash';
    const cases: [input: object, code: string, path?: string][] = [
      [{ amount: 701, method }, 'over-payment'],
      [{ amount: 0, method }, 'invalid-input', 'amount'],
      [{ amount: -1, method }, 'invalid-input', 'amount'],
      [{ amount: '1e3', method }, 'invalid-input', 'amount'],
      [{ amount: '700', method }, 'invalid-input', 'amount'],
      [{ amount: '７００', method }, 'invalid-input', 'amount'],
      [{ amount: 0.1 + 0.2, method }, 'invalid-input', 'amount'],
      [{ amount: 2 ** 53 + 2, method }, 'invalid-input', 'amount'],
      [{ amount: 1e300, method }, 'invalid-input', 'amount'],
      [{ method }, 'invalid-input', 'amount'],
      [{ amount: 1, rest: true, method }, 'invalid-input', 'amount'],
      [{ rest: false, method }, 'invalid-input', 'rest'],
      [{ amount: 1 }, 'invalid-input', 'method'],
      [{ amount: 1, method: '=cash' }, 'invalid-input', 'method'],
      [{ amount: 1, method, paidOn: '2026-11-22' }, 'invalid-input', 'paidOn'],
      [{ amount: 1, method, paidOn: '2026-02-30' }, 'invalid-input', 'paidOn'],
      [{ amount: 1, method, currency: 'EUR' }, 'invalid-input', 'currency'],
    ];
    for (const [input, code, path] of cases) {
      const { problem } = await app.call(takePayment, reception.as, input as never, { id });
      expect({ input, code: problem.code, path: problem.errors?.[0]?.path }).toEqual({ input, code, path });
    }
    expect(await paymentsOf(id)).toHaveLength(1);
    await expect(app.db.query('UPDATE sold_package SET paid = 1001 WHERE id = $1', [id])).rejects.toThrow('check');
    const { id: full } = await givenPackage(app, salon, customer, { price: 100, paid: 100 });
    expect((await app.call(takePayment, reception.as, { rest: true, method }, { id: full })).problem.code).toBe(
      'over-payment',
    );
  });

  it('PK-12 a payment is taken back once, by an entry of its own', async () => {
    const { id } = await givenPackage(app, salon, customer, { price: 1_000 });
    const { body: paid } = await app.call(takePayment, reception.as, { amount: 400, method: 'cash' }, { id });
    const names = { id, pid: paid.step };
    const back = await app.call(reversePayment, reception.as, { reason: '=HYPERLINK("x")' }, names);
    expect(back.body.card).toMatchObject({ payment: 'unpaid', paid: { amount: 0 } });
    expect((await app.call(reversePayment, manager.as, {}, names)).problem.code).toBe('already-reversed');
    expect((await app.call(reversePayment, manager.as, {}, { id, pid: back.body.step })).status).toBe(404);
    const { id: other } = await givenPackage(app, salon, customer);
    expect((await app.call(reversePayment, manager.as, {}, { id: other, pid: paid.step })).status).toBe(404);
    expect((await app.call(listHistory, reception.as, {}, { id })).body.items.slice(1)).toMatchObject([
      { kind: 'payment', reversed: true },
      {
        kind: 'payment-reversal',
        reverses: paid.step,
        reason: '=HYPERLINK("x")',
        amount: { amount: -400 },
        paidAfter: { amount: 0 },
      },
    ]);
  });

  it('PK-12 of a refunded payment no more is taken back than is there', async () => {
    const { id } = await givenPackage(app, salon, customer, { price: 1_000 });
    const { body: paid } = await app.call(takePayment, manager.as, { rest: true, method: 'card' }, { id });
    expect((await app.call(refundPayment, manager.as, { amount: 1_001, method: 'card' }, { id })).problem.code).toBe(
      'out-of-bounds',
    );
    const back = await app.call(refundPayment, manager.as, { amount: 100, method: 'card', reason: 'late' }, { id });
    expect(back.body.card).toMatchObject({ payment: 'partial', paid: { amount: 900 } });
    expect((await app.call(reversePayment, manager.as, {}, { id, pid: paid.step })).problem.code).toBe('out-of-bounds');
  });

  it('PK-13 expired and used-up packages take payments, cancelled ones only refunds; unpaid ones may be redeemed', async () => {
    const expired = await givenPackage(app, salon, customer, { expiresOn: '2026-11-20', price: 1_000 });
    const empty = await givenPackage(app, salon, customer, { services: [{ total: 1, used: 1 }], price: 1_000 });
    for (const { id } of [expired, empty])
      expect((await app.call(takePayment, reception.as, { amount: 100, method: 'other' }, { id })).status).toBe(200);
    const { id, services } = await givenPackage(app, salon, customer, { price: 1_000, paid: 400 });
    expect((await app.call(redeemSession, reception.as, { service: services[0]! }, { id })).status).toBe(200);
    const [{ id: pid }] = (await app.db.query('SELECT id FROM package_payment WHERE package_id = $1', [id])) as [
      { id: string },
    ];
    await app.call(cancelPackage, manager.as, { reason: 'other' }, { id });
    expect((await app.call(takePayment, reception.as, { amount: 100, method: 'cash' }, { id })).problem.code).toBe(
      'package-cancelled',
    );
    expect((await app.call(reversePayment, manager.as, {}, { id, pid })).problem.code).toBe('package-cancelled');
    expect((await app.call(refundPayment, manager.as, { amount: 500, method: 'cash' }, { id })).problem.code).toBe(
      'out-of-bounds',
    );
    const refund = await app.call(refundPayment, manager.as, { amount: 400, method: 'cash' }, { id });
    expect(refund.body.card).toMatchObject({ status: 'cancelled', paid: { amount: 0 } });
  });

  it('PK-12 40 payments with and without repeated keys: each once, never more than the price', async () => {
    const { id } = await givenPackage(app, salon, customer, { price: 2_500 });
    const keys = Array.from({ length: 20 }, () => ({ 'idempotency-key': randomUUID() }));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (n % 2 ? app : twin).call(
          takePayment,
          reception.as,
          { amount: 100, method: 'cash' },
          { id },
          n < 20 ? keys[n % 10] : (keys[n - 20 + 10] ?? {}),
        ),
      ),
    );
    const steps = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.step));
    expect(await paymentsOf(id)).toHaveLength(steps.size);
    expect(steps.size).toBe(25);
    expect((await app.call(readPackage, reception.as, undefined, { id })).body.paid.amount).toBe(2_500);
    expect(answers.filter(({ status }) => status !== 200).every(({ problem }) => problem.code === 'over-payment')).toBe(
      true,
    );
  });

  it('PK-12 redeem against cancel against expiry edit: the history says which came first', async () => {
    for (let round = 0; round < 25; round++) {
      const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 3 }], price: 10 });
      const names = { id };
      await Promise.all([
        ...Array.from({ length: 4 }, (_, n) =>
          (n % 2 ? app : twin).call(redeemSession, reception.as, { service: services[0]! }, names),
        ),
        twin.call(cancelPackage, manager.as, { reason: 'error' }, names),
        app.call(changeExpiry, manager.as, { expiresOn: '2027-01-01' }, names),
        app.call(takePayment, reception.as, { rest: true, method: 'card' }, names),
      ]);
      const { items } = (await app.call(listHistory, manager.as, {}, names)).body;
      expect(items.at(-1)?.kind).toBe('cancelled');
    }
  });

  it('PK-14 proposes what would be fair to give back', async () => {
    const { id } = await givenPackage(app, salon, customer, {
      services: [{ total: 10, used: 3 }],
      price: 1_000,
      paid: 900,
    });
    expect((await app.call(proposeRefund, manager.as, undefined, { id })).body).toEqual({
      paid: { amount: 900, currency: 'HUF' },
      usedValue: { amount: 300, currency: 'HUF' },
      fair: { amount: 600, currency: 'HUF' },
    });
  });

  it('PK-14 of 10 001 Ft with one of two sessions used, what was used and what is given back are 10 001 Ft as shown', async () => {
    const services = [{ total: 2, used: 1 }];
    const { id } = await givenPackage(app, salon, customer, { services, price: 1_000_100, paid: 1_000_100 });
    expect((await app.call(proposeRefund, manager.as, undefined, { id })).body).toEqual({
      paid: { amount: 1_000_100, currency: 'HUF' },
      usedValue: { amount: 500_100, currency: 'HUF' },
      fair: { amount: 500_000, currency: 'HUF' },
    });
  });

  it('PK-12 an amount below the smallest coin is refused beside its field; what was entered before can be paid and given back', async () => {
    const { id } = await givenPackage(app, salon, customer, { price: 100_033, paid: 20_033 });
    const fillers: [answer: { problem: object }, path: string][] = [
      [await app.call(takePayment, reception.as, { amount: 50, method: 'cash' }, { id }), 'amount'],
      [await app.call(takePayment, reception.as, { amount: 10_001, method: 'cash' }, { id }), 'amount'],
      [await app.call(refundPayment, manager.as, { amount: 150, method: 'cash' }, { id }), 'amount'],
    ];
    const services = [{ name: 'Cut', quantity: 2, unitPrice: 100_000 }];
    const sale = { customer, name: 'Cuts', services };
    const odd = [{ ...services[0]!, unitPrice: 100_033 }];
    const payment = { amount: 1, method: 'cash' } as const;
    const sold = (input: object) => app.call(sellPackage, reception.as, { ...sale, ...input });
    fillers.push([await sold({ services: odd }), 'services.0.unitPrice']);
    fillers.push([await sold({ discountAmount: 33 }), 'discountAmount']);
    fillers.push([await sold({ payment }), 'payment.amount']);
    fillers.push([await app.call(createTemplate, manager.as, { name: 'T', services: odd }), 'services.0.unitPrice']);
    fillers.push([
      await app.call(createTemplate, manager.as, { name: 'T', services, discountAmount: 1 }),
      'discountAmount',
    ]);
    for (const [{ problem }, path] of fillers)
      expect(problem).toMatchObject({
        code: 'invalid-input',
        errors: [
          {
            path,
            code: 'below-smallest-coin',
            message: 'The smallest amount is HUF\u00a01: a multiple of 100 minor units.',
          },
        ],
      });

    expect((await app.call(takePayment, reception.as, { amount: 80_000, method: 'cash' }, { id })).status).toBe(200);
    expect((await app.call(refundPayment, manager.as, { amount: 100_033, method: 'cash' }, { id })).status).toBe(200);
    expect((await app.call(takePayment, reception.as, { rest: true, method: 'cash' }, { id })).status).toBe(200);
  });

  it('PK-01 a template with fillér from before is not sold until its price has coins', async () => {
    const services = [{ name: 'Cut', quantity: 2, unitPrice: 100_000 }];
    const { body: made } = await app.call(createTemplate, manager.as, { name: 'Old', services });
    await app.db.query(
      `UPDATE package_template SET services = jsonb_set(services::jsonb, '{0,unitPrice}', '100033'), original_price = 200066, price = 200066 WHERE id = $1`,
      [made.id],
    );
    const { problem } = await app.call(sellPackage, reception.as, { customer, template: made.id });
    expect(problem.errors).toMatchObject([{ path: 'template', code: 'below-smallest-coin' }]);
    const { problem: kept } = await app.call(
      editTemplate,
      manager.as,
      { name: 'Old', services: [{ ...services[0]!, unitPrice: 100_033 }], state: 'active' },
      { id: made.id },
    );
    expect(kept.errors).toMatchObject([{ path: 'services.0.unitPrice', code: 'below-smallest-coin' }]);
  });

  it('PK-13 debts are listed largest first with their total, and stand on the profile', async () => {
    const tenant = await givenTenant(app);
    const { as } = await givenMember(app, tenant, 'RECEPTION');
    const [eva, bea, none] = [
      await givenCustomer(app, tenant, 'Éva'),
      await givenCustomer(app, tenant, 'Bea'),
      await givenCustomer(app, tenant),
    ];
    await givenPackage(app, tenant, eva, { price: 100, paid: 40, purchasedOn: '2026-02-01' });
    await givenPackage(app, tenant, eva, { price: 100, paid: 90, purchasedOn: '2026-01-01', expiresOn: '2026-01-02' });
    await givenPackage(app, tenant, bea, { price: 50 });
    await givenPackage(app, tenant, none, { price: 50, paid: 50 });
    const { id } = await givenPackage(app, tenant, none, { price: 500 });
    await app.call(cancelPackage, (await givenMember(app, tenant, 'OWNER')).as, { reason: 'error' }, { id });

    const { body } = await app.call(listDebts, as, { limit: 1 });
    expect(body).toMatchObject({
      items: [
        { customer: { id: eva, name: 'Éva' }, due: { amount: 70, currency: 'HUF' }, packages: 2, since: '2026-01-01' },
      ],
      total: { amount: 120, currency: 'HUF' },
      customers: 2,
    });
    const next = (await app.call(listDebts, as, { limit: 1, after: body.next ?? '' })).body;
    expect(next).toMatchObject({ items: [{ customer: { name: 'Bea' } }], next: null, total: { amount: 120 } });
    expect((await app.call(readCustomer, as, undefined, { id: eva })).body.balanceDue).toEqual({
      amount: 70,
      currency: 'HUF',
    });
    expect((await app.call(readCustomer, as, undefined, { id: none })).body.balanceDue?.amount).toBe(0);
    for (const role of ['STAFF', 'AGENT'] as const) {
      const other = await givenMember(app, tenant, role);
      expect((await app.call(readCustomer, other.as, undefined, { id: eva })).body.balanceDue).toBeNull();
      const { items } = (await app.call(listCustomers, other.as)).body;
      expect(items.map(({ balanceDue }) => balanceDue)).toEqual(items.map(() => null));
    }
    // An integration reads debts with the scope of packages alone.
    const dues = async (scopes: string[]) => {
      const key = await givenApiKey(app, tenant, scopes);
      const { items } = (await app.call(listCustomers, key)).body;
      expect(items).toHaveLength(3);
      const one = (await app.call(readCustomer, key, undefined, { id: eva })).body;
      return [one.balanceDue, items.find((item) => item.id === eva)?.balanceDue];
    };
    expect(await dues(['customers:read'])).toEqual([null, null]);
    const owed = { amount: 70, currency: 'HUF' };
    expect(await dues(['customers:read', 'packages:read'])).toEqual([owed, owed]);
  });

  it('PK-20 who takes, reverses and refunds; nobody of another salon', async () => {
    const { id } = await givenPackage(app, salon, customer, { price: 10_000, paid: 100 });
    const [{ id: pid }] = (await app.db.query('SELECT id FROM package_payment WHERE package_id = $1', [id])) as [
      { id: string },
    ];
    const take = { amount: 1_000, method: 'cash' } as const;
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const managing = ['OWNER', 'MANAGER'].includes(role);
      expect({
        role,
        take: (await app.call(takePayment, as, take, { id })).status,
        refund: (await app.call(refundPayment, as, { ...take, amount: 100 }, { id })).status,
        propose: (await app.call(proposeRefund, as, undefined, { id })).status,
        // Entered by somebody else.
        reverse: (await app.call(reversePayment, as, {}, { id, pid })).status,
        debts: (await app.call(listDebts, as, {})).status,
      }).toEqual({
        role,
        take: managing || role === 'RECEPTION' ? 200 : 403,
        refund: managing ? 200 : 403,
        propose: managing ? 200 : 403,
        reverse: role === 'OWNER' ? 200 : role === 'MANAGER' ? 409 : 403,
        debts: managing || role === 'RECEPTION' ? 200 : 403,
      });
    }
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    for (const answer of [
      await app.call(takePayment, stranger.as, take, { id }),
      await app.call(refundPayment, stranger.as, take, { id }),
      await app.call(reversePayment, stranger.as, {}, { id, pid }),
      await app.call(proposeRefund, stranger.as, undefined, { id }),
    ])
      expect(answer.status).toBe(404);
    expect((await app.call(takePayment, await asCustomer(salon, customer), take, { id })).status).toBe(403);
    expect((await app.call(takePayment, await givenApiKey(app, salon, ['packages:read']), take, { id })).status).toBe(
      403,
    );
  });
});

/** @dates */
import { randomUUID } from 'node:crypto';
import { roles } from '@bookinda/contracts/identity/session';
import {
  cancelPackage,
  correctSessions,
  listHistory,
  proposeRefund,
  proposeTransfer,
  redeemSession,
  refundPayment,
  reverseRedemption,
  takePayment,
  totalPackages,
  transferSessions,
  verifyPackage,
} from '@bookinda/contracts/packages/routes';
import type { InputOf } from '@bookinda/contracts/route';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
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

describe('transferring sessions', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let [giver, receiver] = ['', ''];

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-11-21T23:30:00Z');
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    [giver, receiver] = [await givenCustomer(app, salon, 'Giver'), await givenCustomer(app, salon, 'Receiver')];
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  const transfer = ({ id, services }: GivenPackage, more: Partial<InputOf<typeof transferSessions>> = {}) =>
    app.call(
      transferSessions,
      manager.as,
      { service: services[0]!, sessions: 3, customer: receiver, reason: 'gift', ...more },
      { id },
    );
  const historyOf = async (id: string) => (await app.call(listHistory, manager.as, {}, { id })).body.items;
  const money = (amount: number) => ({ amount, currency: 'HUF' });

  it('PK-19 the sessions leave one package and are another’s, with their part of price and payment, linked and chained', async () => {
    const sold = await givenPackage(app, salon, giver, {
      services: [{ name: 'Massage', total: 10, used: 2 }],
      price: 4_500_000,
      paid: 4_500_000,
      expiresOn: '2027-03-31',
    });
    const { service = '' } = { service: sold.services[0] };
    const proposal = await app.call(proposeTransfer, manager.as, { service, sessions: 3 }, { id: sold.id });
    expect(proposal.body).toEqual({
      price: money(1_350_000),
      paid: money(1_350_000),
      due: money(0),
      expiresOn: '2027-03-31',
    });
    const { body, status } = await transfer(sold, { reason: ' for her sister ' });
    expect(status).toBe(201);
    expect(body.card).toMatchObject({
      id: sold.id,
      price: money(3_150_000),
      paid: money(3_150_000),
      payment: 'paid',
      services: [{ total: 10, used: 5, remaining: 5 }],
    });
    const { card } = body.received;
    expect(card).toMatchObject({
      name: 'Massage 10',
      customer: { id: receiver, name: 'Receiver' },
      status: 'active',
      payment: 'paid',
      price: money(1_350_000),
      paid: money(1_350_000),
      purchasedOn: '2026-11-22',
      expiresOn: '2027-03-31',
      services: [{ name: 'Massage', total: 3, used: 0, remaining: 3 }],
    });
    expect((await historyOf(sold.id)).at(-1)).toMatchObject({
      id: body.step,
      kind: 'transfer-out',
      sessions: 3,
      remainingAfter: 5,
      reason: 'for her sister',
      amount: money(-1_350_000),
      paidAfter: money(3_150_000),
      other: { id: card.id, name: 'Massage 10', customer: { id: receiver, name: 'Receiver' } },
      head: body.head,
    });
    expect(await historyOf(card.id)).toMatchObject([
      {
        id: body.received.step,
        kind: 'transfer-in',
        sessions: -3,
        remainingAfter: 3,
        amount: money(1_350_000),
        paidAfter: money(1_350_000),
        other: { id: sold.id, customer: { id: giver, name: 'Giver' } },
        head: body.received.head,
      },
    ]);
    for (const id of [sold.id, card.id])
      expect((await app.call(verifyPackage, manager.as, {}, { id })).body.holds).toBe(true);
    expect(
      await app.db.query('SELECT kind, customer_id FROM event WHERE package_id = ANY ($1) ORDER BY id', [
        [sold.id, card.id],
      ]),
    ).toEqual([
      { kind: 'sessions-transferred', customer_id: giver },
      { kind: 'sessions-received', customer_id: receiver },
    ]);
  });

  const fairOf = async (id: string) => (await app.call(proposeRefund, manager.as, undefined, { id })).body.fair.amount;

  it('PK-19 the fair refund of both together is what it was', async () => {
    const sold = await givenPackage(app, salon, giver, { services: [{ total: 10, used: 3 }], paid: 4_500_000 });
    const before = await fairOf(sold.id);
    const { body } = await transfer(sold);
    expect([await fairOf(sold.id), await fairOf(body.received.card.id)]).toEqual([1_800_000, 1_350_000]);
    expect(before).toBe(3_150_000);
  });

  it('PK-19 a debt goes along in part, in whole forints; both sides take payments and refunds of their own', async () => {
    const services = [{ total: 3, used: 1 }, { total: 4 }];
    const sold = await givenPackage(app, salon, giver, { services, price: 100_000, paid: 50_000 });
    const { body } = await transfer(sold, { service: sold.services[1]!, sessions: 2 });
    // 2 of 7 sessions: 28,571 and 14,286, shown in whole forints.
    expect([body.card.price, body.card.paid]).toEqual([money(71_400), money(35_700)]);
    expect([body.received.card.price, body.received.card.paid]).toEqual([money(28_600), money(14_300)]);
    expect(body.received.card.payment).toBe('partial');
    const [rest, id] = [{ rest: true, method: 'cash' } as const, body.received.card.id];
    expect((await app.call(takePayment, manager.as, rest, { id })).body.card.payment).toBe('paid');
    const back = { amount: 35_700, method: 'cash' } as const;
    expect((await app.call(refundPayment, manager.as, back, { id: sold.id })).status).toBe(200);
    expect((await app.call(refundPayment, manager.as, back, { id: sold.id })).problem.code).toBe('out-of-bounds');
  });

  it('PK-19 the whole package goes over; what went does not come back by a correction, what was redeemed does', async () => {
    const sold = await givenPackage(app, salon, giver, { services: [{ total: 4 }], price: 400_000, paid: 400_000 });
    const { body } = await transfer(sold, { sessions: 4 });
    expect(body.card).toMatchObject({ status: 'fully-used', price: money(0), paid: money(0), payment: 'paid' });
    expect(body.received.card).toMatchObject({ price: money(400_000), paid: money(400_000) });
    const part = await givenPackage(app, salon, giver, { services: [{ total: 4 }] });
    const [service = ''] = part.services;
    const redeemed = await app.call(redeemSession, manager.as, { service }, { id: part.id });
    await transfer(part, { sessions: 3 });
    const undone = await app.call(reverseRedemption, manager.as, {}, { id: part.id, rid: redeemed.body.entry });
    expect(undone.body.card.services[0]).toMatchObject({ used: 3, remaining: 1 });
    const back = await app.call(correctSessions, manager.as, { service, change: 1 }, { id: part.id });
    expect(back.problem.code).toBe('out-of-bounds');
  });

  it('PK-19 sums over all packages stay the same whatever is transferred, and no CHECK breaks', async () => {
    const desk = await givenTenant(app);
    const owner = await givenMember(app, desk, 'OWNER');
    const people = [await givenCustomer(app, desk), await givenCustomer(app, desk)];
    const totals = async () => (await app.call(totalPackages, owner.as, {})).body;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ total: fc.integer({ min: 1, max: 9 }), used: fc.nat(4) }), { minLength: 1, maxLength: 3 }),
        fc.nat(1_000_003),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 }),
        async (lines, price, part, moves) => {
          const services = lines.map(({ total, used }) => ({ total, used: Math.min(used, total) }));
          const paid = Math.round(price * part);
          const sold = await givenPackage(app, desk, people[0] ?? '', { services, price, paid });
          const before = await totals();
          for (const [at, sessions] of moves) {
            const service = sold.services[at % sold.services.length] ?? '';
            const input = { service, sessions, customer: people[1] ?? '', reason: 'x' };
            const { status, problem } = await app.call(transferSessions, owner.as, input, { id: sold.id });
            if (status !== 201) expect(problem.code).toBe('nothing-left');
          }
          expect({ ...(await totals()), packages: 0 }).toEqual({ ...before, packages: 0 });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('PK-19 the last session: of a redemption and transfers at the same moment, on two servers, exactly one has it', async () => {
    const other = await testApp({}, app.db);
    other.clock.moveTo('2026-11-21T23:30:00Z');
    for (let round = 0; round < 200; round++) {
      const sold = await givenPackage(app, salon, giver, { services: [{ total: 1 }] });
      const [names, service] = [{ id: sold.id }, sold.services[0] ?? ''];
      const input = { service, sessions: 1, customer: receiver, reason: 'gift' };
      const answers = await Promise.all([
        app.call(transferSessions, manager.as, input, names),
        other.call(redeemSession, manager.as, { service }, names),
        other.call(transferSessions, manager.as, input, names),
      ]);
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
      for (const { status, problem } of answers) if (status >= 300) expect(problem.code).toBe('nothing-left');
    }
    await other.stop();
  }, 120_000);

  it('PK-19 the same key moves once and names the same package', async () => {
    const sold = await givenPackage(app, salon, giver);
    const key = { 'idempotency-key': randomUUID() };
    const input = { service: sold.services[0]!, sessions: 2, customer: receiver, reason: 'gift' };
    const call = () => app.call(transferSessions, manager.as, input, { id: sold.id }, key);
    const answers = await Promise.all([call(), call(), call()]);
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(answers[0]?.body.card.services[0]?.remaining).toBe(8);
  });

  it('PK-19 to nobody, to herself, to a salon, to another salon’s customer, of a foreign service, of too many: refused', async () => {
    const sold = await givenPackage(app, salon, giver);
    const other = await givenPackage(app, salon, giver);
    const elsewhere = await givenTenant(app);
    const wrongCustomers: [string, string][] = [
      [giver, 'same'],
      [randomUUID(), 'unknown'],
      [await givenCustomer(app, elsewhere), 'unknown'],
      [await givenCustomer(app, salon, 'A salon', elsewhere.id), 'unknown'],
    ];
    for (const [customer, code] of wrongCustomers)
      expect((await transfer(sold, { customer })).problem.errors).toMatchObject([{ path: 'customer', code }]);
    expect((await transfer(sold, { service: other.services[0]! })).problem.code).toBe('not-found');
    expect((await transfer(sold, { sessions: 11 })).problem.code).toBe('nothing-left');
    for (const sessions of [0, -1, 1.5, 1_001, '1e3', '１']) {
      const { problem } = await transfer(sold, { sessions: sessions as number });
      expect(problem).toMatchObject({ code: 'invalid-input', errors: [{ path: 'sessions' }] });
    }
    expect((await transfer(sold, { reason: '  ' })).problem.errors).toMatchObject([{ path: 'reason' }]);
    expect(await app.db.query('SELECT FROM ledger_entry WHERE package_id = $1', [sold.id])).toEqual([]);
    expect(await app.db.query('SELECT FROM sold_package WHERE transferred_from = $1', [sold.id])).toEqual([]);
  });

  it('PK-19 from cancelled, expired and used-up packages nothing goes', async () => {
    const cancelled = await givenPackage(app, salon, giver);
    await app.call(cancelPackage, manager.as, { reason: 'error' }, { id: cancelled.id });
    const expired = await givenPackage(app, salon, giver, { expiresOn: '2026-11-21' });
    const usedUp = await givenPackage(app, salon, giver, { services: [{ total: 1, used: 1 }] });
    const codes = [];
    for (const sold of [cancelled, expired, usedUp]) codes.push((await transfer(sold, { sessions: 1 })).problem.code);
    expect(codes).toEqual(['package-cancelled', 'package-expired', 'nothing-left']);
  });

  it('PK-20 owners and managers transfer; nobody else does', async () => {
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const { id, services } = await givenPackage(app, salon, giver);
      const allowed = role === 'OWNER' || role === 'MANAGER';
      const share = { service: services[0]!, sessions: 1 };
      const statuses = [
        (await app.call(proposeTransfer, as, share, { id })).status,
        (await app.call(transferSessions, as, { ...share, customer: receiver, reason: 'x' }, { id })).status,
      ];
      expect({ role, statuses }).toEqual({ role, statuses: allowed ? [200, 201] : [403, 403] });
    }
  });
});

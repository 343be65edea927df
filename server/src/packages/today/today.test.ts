/** @dates */
import {
  cancelPackage,
  changePackageSettings,
  listServiceNames,
  listTodaysRedemptions,
  redeemSession,
  refundPayment,
  reversePayment,
  reverseRedemption,
  takePayment,
  totalTodaysPayments,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';
import { entries, rowOf } from '../ledger/enter-step.js';

const actor = { kind: 'system', id: null, name: 'given' } as const;

describe('the front desk’s day', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let reception: GivenMember;
  let stylist: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
  });
  beforeEach(async () => {
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    reception = await givenMember(app, salon, 'RECEPTION');
    stylist = await givenMember(app, salon, 'STAFF');
    customer = await givenCustomer(app, salon, 'Kiss Éva');
  });
  afterAll(async () => {
    const findings = await packageFindings(app);
    await app.stop();
    expect(findings).toEqual([]);
  });

  const today = () => app.clock.today('Europe/Budapest');
  const redeem = async (by: GivenMember, one: { id: string; services: string[] }, sessions = 1) =>
    (await app.call(redeemSession, by.as, { service: one.services[0]!, sessions, force: true }, { id: one.id })).body
      .entry;
  const listed = async (by = reception, input = {}) => (await app.call(listTodaysRedemptions, by.as, input)).body;

  it('PK-07 lists everybody’s redemptions of today, newest first, and counts those that stand', async () => {
    const one = await givenPackage(app, salon, customer, { services: [{ name: 'Massage', total: 10 }] });
    const yesterday = app.clock.now().subtract({ hours: 26 }).toString();
    const service = one.services[0]!;
    const old = rowOf({ kind: 'redemption', service, sessions: 1, actor, at: yesterday });
    await app.db.query(entries.sessions, [salon.id, one.id, old]);
    expect(await listed()).toEqual({ items: [], next: null, sessions: 0 });

    const first = await redeem(stylist, one);
    const second = await redeem(reception, one, 3);
    await app.call(reverseRedemption, reception.as, {}, { id: one.id, rid: first });
    const { items, sessions } = await listed();
    expect(items.map(({ id, reversed, mayUndo }) => ({ id, reversed, mayUndo }))).toEqual([
      { id: second, reversed: false, mayUndo: true },
      { id: first, reversed: true, mayUndo: false },
    ]);
    expect(items[0]).toMatchObject({
      package: { id: one.id, name: 'Massage 10' },
      customer: { id: customer, name: 'Kiss Éva' },
      service: { id: service, name: 'Massage' },
      sessions: 3,
      staff: reception.name,
      actor: reception.name,
    });
    expect(sessions).toBe(3);
    const page = await listed(reception, { limit: 1 });
    expect(page.items.map(({ id }) => id)).toEqual([second]);
    const rest = await listed(reception, { limit: 1, after: page.next! });
    expect([rest.items.map(({ id }) => id), rest.next]).toEqual([[first], null]);
  });

  it('PK-07 a day begins when it does at the salon', async () => {
    // Kiribati is a day ahead of what UTC calls midnight; whatever the hour of this run, its day began less than 24 hours ago.
    const far = await givenTenant(app, { timeZone: 'Pacific/Kiritimati' });
    const desk = await givenMember(app, far, 'RECEPTION');
    const one = await givenPackage(app, far, await givenCustomer(app, far));
    const begins = app.clock.now().toZonedDateTimeISO('Pacific/Kiritimati').startOfDay().toInstant();
    for (const at of [begins.subtract({ seconds: 1 }), begins]) {
      const row = rowOf({ kind: 'redemption', service: one.services[0]!, sessions: 1, actor, at: at.toString() });
      await app.db.query(entries.sessions, [far.id, one.id, row]);
    }
    const { items } = (await app.call(listTodaysRedemptions, desk.as)).body;
    expect(items.map(({ at }) => Temporal.Instant.from(at).equals(begins))).toEqual([true]);
  });

  it('PK-08 PK-20 says whose redemption may be undone by whom, as the undo itself decides', async () => {
    const one = await givenPackage(app, salon, customer);
    const other = await givenPackage(app, salon, customer);
    const [mine, theirs, ended] = [
      await redeem(stylist, one),
      await redeem(reception, one),
      await redeem(stylist, other),
    ];
    await app.call(cancelPackage, owner.as, { reason: 'error' }, { id: other.id });
    const may = async (by: GivenMember) =>
      Object.fromEntries((await listed(by)).items.map(({ id, mayUndo }) => [id, mayUndo]));
    expect(await may(stylist)).toEqual({ [mine]: true, [theirs]: false, [ended]: false });
    expect(await may(reception)).toEqual({ [mine]: true, [theirs]: true, [ended]: false });
    await app.call(changePackageSettings, owner.as, { reminderDays: 7, muted: [], staffRedeems: false });
    expect(await may(stylist)).toEqual({ [mine]: false, [theirs]: false, [ended]: false });
    for (const [by, rid, status] of [
      [stylist, mine, 403],
      [reception, ended, 404],
      [reception, mine, 200],
    ] as const)
      expect((await app.call(reverseRedemption, by.as, {}, { id: one.id, rid })).status).toBe(status);
  });

  it('PK-12 the till of today: payments, reversals and refunds by method; other days’ money is another day’s', async () => {
    const one = await givenPackage(app, salon, customer, { price: 100_000, paid: 1_000 });
    const pay = async (amount: number, method: 'cash' | 'card', paidOn?: string) =>
      (await app.call(takePayment, reception.as, { amount, method, ...(paidOn ? { paidOn } : {}) }, { id: one.id }))
        .body;
    await pay(10_000, 'cash');
    await pay(20_000, 'card');
    const wrong = await pay(5_000, 'card');
    await pay(7_000, 'cash', Temporal.PlainDate.from(today()).subtract({ days: 1 }).toString());
    const [row] = await app.db.query<{ id: string }>(
      'SELECT id FROM package_payment WHERE package_id = $1 AND amount = 5000',
      [one.id],
    );
    expect(wrong.card.paid.amount).toBe(36_000);
    await app.call(reversePayment, reception.as, {}, { id: one.id, pid: row!.id });
    await app.call(refundPayment, owner.as, { amount: 12_000, method: 'cash' }, { id: one.id });
    expect((await app.call(totalTodaysPayments, reception.as)).body).toEqual({
      day: today(),
      payments: 3,
      received: { amount: 30_000, currency: 'HUF' },
      givenBack: { amount: 12_000, currency: 'HUF' },
      methods: [
        { method: 'card', amount: { amount: 20_000, currency: 'HUF' } },
        { method: 'cash', amount: { amount: -2_000, currency: 'HUF' } },
      ],
    });
  });

  it('PK-20 STAFF sees what was redeemed, not the till; another salon neither', async () => {
    const one = await givenPackage(app, salon, customer, { paid: 1_000 });
    await redeem(reception, one);
    await app.call(takePayment, reception.as, { amount: 1_000, method: 'cash' }, { id: one.id });
    expect((await app.call(totalTodaysPayments, stylist.as)).problem.code).toBe('not-allowed');
    expect((await listed(stylist)).items).toHaveLength(1);
    const agent = await givenMember(app, salon, 'AGENT');
    expect((await app.call(listTodaysRedemptions, agent.as)).problem.code).toBe('not-allowed');
    const key = await givenApiKey(app, salon, ['packages:read']);
    expect((await app.call(totalTodaysPayments, key)).status).toBe(200);
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await listed(stranger)).items).toEqual([]);
    expect((await app.call(totalTodaysPayments, stranger.as)).body).toMatchObject({ payments: 0, methods: [] });
  });

  it('PK-06 the names of services, each once, by the beginning of a word, without capitals and accents', async () => {
    const names = ['Masszázs', 'masszázs', 'Hot stone masszázs', 'Arckezelés', 'Szemöldök 100%', 'Zsurló_pakolás'];
    for (const name of names) await givenPackage(app, salon, customer, { services: [{ name, total: 1 }] });
    const found = async (q?: string) =>
      (await app.call(listServiceNames, stylist.as, q === undefined ? {} : { q })).body.items;
    expect(await found()).toEqual(['Arckezelés', 'Hot stone masszázs', 'Masszázs', 'Szemöldök 100%', 'Zsurló_pakolás']);
    expect(await found('MASSZA')).toEqual(['Hot stone masszázs', 'Masszázs']);
    expect(await found('arcke')).toEqual(['Arckezelés']);
    for (const q of ['assz', '%', '_', '\\', 'x']) expect({ q, found: await found(q) }).toEqual({ q, found: [] });
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await app.call(listServiceNames, stranger.as)).body.items).toEqual([]);
  });

  it('PK-06 at most twenty names are given', async () => {
    const services = Array.from({ length: 30 }, (_, n) => ({
      name: `Service ${String(n).padStart(2, '0')}`,
      total: 1,
    }));
    await givenPackage(app, salon, customer, { services });
    const { items } = (await app.call(listServiceNames, owner.as, { q: 'service' })).body;
    expect([items.length, items[0], items.at(-1)]).toEqual([20, 'Service 00', 'Service 19']);
  });
});

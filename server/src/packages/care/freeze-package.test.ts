/** @dates */
import { randomUUID } from 'node:crypto';
import { roles } from '@bookinda/contracts/identity/session';
import { daysAfter } from '@bookinda/contracts/packages/package-freeze';
import {
  cancelPackage,
  changeExpiry,
  correctSessions,
  freezePackage,
  listCustomerPackages,
  listHistory,
  redeemSession,
  takePayment,
  thawPackage,
  transferSessions,
} from '@bookinda/contracts/packages/routes';
import { daysBetween } from '@bookinda/contracts/values';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';
import { RemindCustomers } from '../reminders/remind-customers.js';

describe('freezing a package', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let customer: string;
  // Half past midnight in Budapest: the salon's day is the 22nd, UTC's the 21st.
  const start = '2026-11-21T23:30:00Z';
  const today = '2026-11-22';

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo(start);
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    customer = await givenCustomer(app, salon);
  });
  beforeEach(() => app.clock.moveTo(start));
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  const noonOn = (day: string) => app.clock.moveTo(`${day}T11:00:00Z`);
  const redeem = ({ id, services }: { id: string; services: string[] }) =>
    app.call(redeemSession, manager.as, { service: services[0]! }, { id });
  const freeze = (id: string, from: string, until?: string, reason?: string) =>
    app.call(freezePackage, manager.as, { from, until, reason }, { id });
  const thaw = (id: string) => app.call(thawPackage, manager.as, {}, { id });

  it('PK-19 with an end: the expiry moves by exactly those days, and on those days nothing is redeemed', async () => {
    const sold = await givenPackage(app, salon, customer, { expiresOn: '2026-12-31' });
    const { body, status } = await freeze(sold.id, '2026-11-24', '2026-12-03', ' broken leg ');
    expect(status).toBe(200);
    expect(body.card).toMatchObject({
      status: 'active',
      expiresOn: '2027-01-10',
      freeze: { from: '2026-11-24', until: '2026-12-03', now: false },
    });
    const before = await redeem(sold);
    expect([before.status, before.body.card.freeze?.now]).toEqual([200, false]);
    for (const day of ['2026-11-24', '2026-12-03']) {
      noonOn(day);
      expect((await redeem(sold)).problem).toMatchObject({ status: 409, code: 'package-frozen' });
    }
    noonOn('2026-12-04');
    expect((await redeem(sold)).body.card).toMatchObject({ expiresOn: '2027-01-10', freeze: null });
    noonOn('2027-01-10');
    expect((await redeem(sold)).status).toBe(200);
    noonOn('2027-01-11');
    expect((await redeem(sold)).problem.code).toBe('package-expired');
    const { items } = (await app.call(listHistory, manager.as, {}, { id: sold.id })).body;
    expect(items[1]).toMatchObject({
      kind: 'frozen',
      reason: 'broken leg',
      actor: manager.name,
      change: { from: '2026-12-31', to: '2027-01-10' },
      freeze: { from: '2026-11-24', until: '2026-12-03' },
    });
  });

  it('PK-19 thawed early only the days really frozen count; the day of the thaw is usable', async () => {
    const sold = await givenPackage(app, salon, customer, { expiresOn: '2026-12-31' });
    await freeze(sold.id, today, '2027-02-28');
    noonOn('2026-12-02');
    const { body } = await thaw(sold.id);
    expect(body.card).toMatchObject({ expiresOn: '2027-01-10', freeze: null });
    expect((await redeem(sold)).status).toBe(200);
    const { items } = (await app.call(listHistory, manager.as, {}, { id: sold.id })).body;
    expect(items[2]).toMatchObject({
      kind: 'thawed',
      change: { from: '2027-04-09', to: '2027-01-10' },
      freeze: { from: today, until: '2026-12-01' },
    });
    expect((await thaw(sold.id)).body).toMatchObject({ step: sold.id, card: { version: 4 } });
  });

  it('PK-19 without an end it cannot expire and nobody is reminded, until it is thawed', async () => {
    const sold = await givenPackage(app, salon, customer, { expiresOn: '2026-11-25' });
    const { body } = await freeze(sold.id, today);
    expect(body.card).toMatchObject({ status: 'active', expiresOn: null, freeze: { until: null, now: true } });
    noonOn('2027-06-01');
    const remindersOf = (id: string) =>
      app.db.query(`SELECT kind FROM event WHERE package_id = $1 AND kind IN ('package-expiring', 'package-expired')`, [
        id,
      ]);
    await app.get(RemindCustomers).remindAll();
    expect(await remindersOf(sold.id)).toEqual([]);
    expect((await redeem(sold)).problem.code).toBe('package-frozen');
    const thawed = (await thaw(sold.id)).body.card;
    expect(thawed).toMatchObject({ status: 'active', expiresOn: '2027-06-04', freeze: null });
    expect(daysBetween(today, '2027-06-01')).toBe(daysBetween('2026-11-25', '2027-06-04'));
    await app.get(RemindCustomers).remindAll();
    expect(await remindersOf(sold.id)).toEqual([{ kind: 'package-expiring' }]);
  });

  it('PK-19 nobody is reminded while it rests, though its expiry is near', async () => {
    const sold = await givenPackage(app, salon, customer, { expiresOn: today });
    await freeze(sold.id, today, '2026-11-23');
    await app.get(RemindCustomers).remindAll();
    expect(
      await app.db.query(`SELECT FROM event WHERE package_id = $1 AND kind = 'package-expiring'`, [sold.id]),
    ).toEqual([]);
    noonOn('2026-11-24');
    await app.get(RemindCustomers).remindAll();
    expect(
      await app.db.query(`SELECT FROM event WHERE package_id = $1 AND kind = 'package-expiring'`, [sold.id]),
    ).toHaveLength(1);
  });

  it('PK-19 thawed before it began, or on its first day, no day counts; a package without expiry rests as well', async () => {
    const sold = await givenPackage(app, salon, customer, { expiresOn: '2026-12-31' });
    await freeze(sold.id, '2026-12-10', '2026-12-20');
    expect((await thaw(sold.id)).body.card).toMatchObject({ expiresOn: '2026-12-31', freeze: null });
    await freeze(sold.id, today);
    expect((await thaw(sold.id)).body.card.expiresOn).toBe('2026-12-31');
    const { items } = (await app.call(listHistory, manager.as, {}, { id: sold.id })).body;
    expect(items.slice(1).map(({ kind, freeze: days }) => [kind, days])).toEqual([
      ['frozen', { from: '2026-12-10', until: '2026-12-20' }],
      ['thawed', null],
      ['frozen', { from: today, until: null }],
      ['thawed', null],
    ]);
    const forEver = await givenPackage(app, salon, customer);
    await freeze(forEver.id, today, '2026-11-23');
    expect((await redeem(forEver)).problem.code).toBe('package-frozen');
    expect((await thaw(forEver.id)).body.card.expiresOn).toBeNull();
  });

  it('PK-19 days that are over, after the expiry, the wrong way round, too many or none are refused', async () => {
    const { id } = await givenPackage(app, salon, customer, { expiresOn: '2026-12-31' });
    const wrong: [from: string, until: string | undefined, path: string, code: string][] = [
      ['2026-11-21', undefined, 'from', 'past'],
      ['2027-01-01', undefined, 'from', 'too-late'],
      ['2026-12-10', '2026-12-09', 'until', 'before-start'],
      ['2026-12-10', '2036-12-20', 'until', 'too-much'],
    ];
    for (const [from, until, path, code] of wrong)
      expect((await freeze(id, from, until)).problem.errors).toMatchObject([{ path, code }]);
    for (const from of ['2026-02-30', '', 'tomorrow', '２０２６-12-10', 20_261_210 as never])
      expect((await freeze(id, from)).problem).toMatchObject({ code: 'invalid-input', errors: [{ path: 'from' }] });
    expect(await app.db.query('SELECT FROM package_change WHERE package_id = $1', [id])).toEqual([]);
  });

  it('PK-19 cancelled, used-up, expired and frozen packages are not frozen; a frozen one keeps its expiry and its sessions', async () => {
    const cancelled = await givenPackage(app, salon, customer);
    await app.call(cancelPackage, manager.as, { reason: 'error' }, { id: cancelled.id });
    const usedUp = await givenPackage(app, salon, customer, { services: [{ total: 1, used: 1 }] });
    const expired = await givenPackage(app, salon, customer, { expiresOn: '2026-11-21' });
    const frozen = await givenPackage(app, salon, customer, { expiresOn: '2026-12-31' });
    await freeze(frozen.id, '2026-12-01');
    const codes = [];
    for (const { id } of [cancelled, usedUp, expired, frozen]) codes.push((await freeze(id, today)).problem.code);
    expect(codes).toEqual(['package-cancelled', 'nothing-left', 'package-expired', 'package-frozen']);
    expect((await thaw(cancelled.id)).problem.code).toBe('package-cancelled');
    const { id, services } = frozen;
    const move = await app.call(changeExpiry, manager.as, { expiresOn: '2027-05-01' }, { id });
    const give = { service: services[0]!, sessions: 1, customer: await givenCustomer(app, salon), reason: 'gift' };
    expect([move.problem.code, (await app.call(transferSessions, manager.as, give, { id })).problem.code]).toEqual([
      'package-frozen',
      'package-frozen',
    ]);
    // What concerns the past or the money goes on.
    expect((await app.call(takePayment, manager.as, { rest: true, method: 'card' }, { id })).status).toBe(200);
    expect((await app.call(correctSessions, manager.as, { service: services[0]!, change: -1 }, { id })).status).toBe(
      200,
    );
    expect((await app.call(cancelPackage, manager.as, { reason: 'other' }, { id })).body.card.freeze).toBeNull();
  });

  it('PK-19 a frozen package is not the one to redeem from', async () => {
    const guest = await givenCustomer(app, salon);
    const [soon, later] = [
      await givenPackage(app, salon, guest, { expiresOn: '2026-12-01' }),
      await givenPackage(app, salon, guest, { expiresOn: '2027-03-01' }),
    ];
    const proposed = async () => {
      const { items } = (await app.call(listCustomerPackages, manager.as, {}, { id: guest })).body;
      return items.filter(({ services }) => services.some((one) => one.proposed)).map(({ id }) => id);
    };
    expect(await proposed()).toEqual([soon.id]);
    await freeze(soon.id, today, today);
    expect(await proposed()).toEqual([later.id]);
  });

  it('PK-19 the same key has one effect; simultaneous freezes: one', async () => {
    const { id } = await givenPackage(app, salon, customer, { expiresOn: '2026-12-31' });
    const key = { 'idempotency-key': randomUUID() };
    const input = { from: today, until: '2026-12-01' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => app.call(freezePackage, manager.as, input, { id }, n < 3 ? key : {})),
    );
    expect(await app.db.query('SELECT kind FROM package_change WHERE package_id = $1', [id])).toEqual([
      { kind: 'frozen' },
    ]);
    expect(answers.filter(({ problem }) => problem.code === 'package-frozen').length).toBeGreaterThanOrEqual(3);
  });

  it('PK-19 whatever is frozen and thawed when, the expiry moves by the days on which nothing could be redeemed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            in: fc.integer({ min: 0, max: 3 }),
            length: fc.option(fc.integer({ min: 1, max: 6 })),
            thawAfter: fc.option(fc.integer({ min: 0, max: 8 })),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        async (freezes) => {
          app.clock.moveTo(start);
          const expiresOn = '2027-12-31';
          const sold = await givenPackage(app, salon, customer, { services: [{ total: 200 }], expiresOn });
          let [day, shut] = [today, 0];
          for (const { in: begins, length, thawAfter } of freezes) {
            const from = daysAfter(day, begins);
            const until = length === null ? undefined : daysAfter(from, length - 1);
            expect((await freeze(sold.id, from, until)).status).toBe(200);
            // A freeze without an end is always thawed.
            const thawOn = thawAfter === null && until ? null : daysAfter(day, thawAfter ?? 4);
            const end = thawOn ?? daysAfter(until ?? from, 1);
            for (; day < end; day = daysAfter(day, 1)) {
              noonOn(day);
              shut += (await redeem(sold)).problem.code === 'package-frozen' ? 1 : 0;
            }
            noonOn(day);
            if (thawOn) await thaw(sold.id);
          }
          noonOn(day);
          const { body } = await redeem(sold);
          expect(body.card.expiresOn).toBe(daysAfter(expiresOn, shut));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('PK-20 owners and managers freeze and thaw; nobody else does', async () => {
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const { id } = await givenPackage(app, salon, customer);
      const allowed = role === 'OWNER' || role === 'MANAGER' ? 200 : 403;
      const statuses = [
        (await app.call(freezePackage, as, { from: today }, { id })).status,
        (await app.call(thawPackage, as, {}, { id })).status,
      ];
      expect({ role, statuses }).toEqual({ role, statuses: [allowed, allowed] });
    }
  });
});

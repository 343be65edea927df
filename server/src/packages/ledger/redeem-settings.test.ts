import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';
import {
  changePackageSettings,
  readPackageSettings,
  redeemSession,
  reverseRedemption,
  takePayment,
  transferSessions,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenPackage,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';

const usual = { reminderDays: 7, muted: [] };

describe('what the salon settled about redeeming', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let reception: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    reception = await givenMember(app, salon, 'RECEPTION');
    customer = await givenCustomer(app, salon);
  });
  afterAll(async () => {
    const findings = await packageFindings(app);
    await app.stop();
    expect(findings).toEqual([]);
  });

  const settle = (settings: Partial<PackageSettings>) =>
    app.call(changePackageSettings, owner.as, { ...usual, ...settings });
  const redeem = ({ id, services }: GivenPackage, sessions = 1, as = reception.as, force = false) =>
    app.call(redeemSession, as, { service: services[0]!, sessions, force }, { id });
  const left = async ({ id }: GivenPackage) =>
    (await app.db.query<{ remaining: number }>('SELECT remaining FROM sold_package WHERE id = $1', [id]))[0]?.remaining;

  it('PK-13 unpaid and partial packages are redeemed unless the salon says otherwise', async () => {
    const unpaid = await givenPackage(app, salon, customer, { paid: 0 });
    expect((await redeem(unpaid, 10)).status).toBe(200);
  });

  it('PK-13 only up to the paid value: further is refused with what is due first, and nothing is changed', async () => {
    expect((await settle({ onlyPaidValue: true })).body.onlyPaidValue).toBe(true);
    const part = await givenPackage(app, salon, customer, { price: 4_500_000, paid: 1_000_000 });
    expect((await redeem(part, 2)).status).toBe(200);
    const refused = await redeem(part);
    expect(refused.problem).toMatchObject({
      status: 409,
      code: 'paid-value-used-up',
      due: { amount: 350_000, currency: 'HUF' },
    });
    expect((await redeem(part, 8)).problem).toMatchObject({ due: { amount: 3_500_000 } });
    expect(await left(part)).toBe(8);

    const due = { amount: 350_000, method: 'cash' } as const;
    expect((await app.call(takePayment, reception.as, due, { id: part.id })).status).toBe(200);
    expect((await redeem(part)).status).toBe(200);
    expect((await redeem(part)).problem.code).toBe('paid-value-used-up');

    const [unpaid, paid, free] = [
      await givenPackage(app, salon, customer, { paid: 0 }),
      await givenPackage(app, salon, customer, { paid: 4_500_000 }),
      await givenPackage(app, salon, customer, { price: 0 }),
    ];
    expect((await redeem(unpaid)).problem).toMatchObject({ code: 'paid-value-used-up', due: { amount: 450_000 } });
    expect([(await redeem(paid, 10)).status, (await redeem(free, 10)).status]).toEqual([200, 200]);
    await settle({ onlyPaidValue: false });
    expect((await redeem(part)).status).toBe(200);
  });

  it('PK-13 sessions are worth what each service cost, as for a fair refund', async () => {
    await settle({ onlyPaidValue: true });
    const mixed = await givenPackage(app, salon, customer, { services: [{ total: 2 }, { total: 10 }], price: 900_000 });
    const prices =
      'UPDATE package_service SET unit_price = CASE position WHEN 0 THEN 250000 ELSE 50000 END WHERE package_id = $1';
    await app.db.query(prices, [mixed.id]);
    await app.call(takePayment, reception.as, { amount: 300_000, method: 'cash' }, { id: mixed.id });
    // 2 × 2500 Ft + 10 × 500 Ft for 9000 Ft: the dear one is worth 2250 Ft, the cheap one 450 Ft.
    expect((await redeem(mixed)).status).toBe(200);
    expect((await redeem(mixed)).problem).toMatchObject({ due: { amount: 150_000 } });
    const cheap = { ...mixed, services: [mixed.services[1]!] };
    expect((await redeem(cheap)).status).toBe(200);
    expect((await redeem(cheap)).problem).toMatchObject({ due: { amount: 15_000 } });
    await settle({ onlyPaidValue: false });
  });

  it('PK-13 what is due first is a sum that can be paid, whole forints, and what went to another customer is not in it', async () => {
    await settle({ onlyPaidValue: true });
    const half = await givenPackage(app, salon, customer, { services: [{ total: 2 }], price: 1_000_100, paid: 100 });
    expect((await redeem(half)).problem).toMatchObject({ due: { amount: 500_000, currency: 'HUF' } });
    await app.call(takePayment, reception.as, { amount: 500_000, method: 'cash' }, { id: half.id });
    expect((await redeem(half)).status).toBe(200);
    const given = await givenPackage(app, salon, customer, { services: [{ total: 10 }], price: 1_000_000 });
    const manager = await givenMember(app, salon, 'MANAGER');
    const other = await givenCustomer(app, salon);
    const moved = { service: given.services[0]!, sessions: 5, customer: other, reason: 'A present.' };
    expect((await app.call(transferSessions, manager.as, moved, { id: given.id })).status).toBe(201);
    expect((await redeem(given)).problem).toMatchObject({ due: { amount: 100_000 } });
    await settle({ onlyPaidValue: false });
  });

  it('PK-13 a payment under way decides: a redemption that waited for it counts it', async () => {
    await settle({ onlyPaidValue: true });
    for (let round = 0; round < 10; round++) {
      const one = await givenPackage(app, salon, customer, { paid: 0 });
      const [paid, redeemed] = await Promise.all([
        app.call(takePayment, reception.as, { amount: 450_000, method: 'card' }, { id: one.id }),
        redeem(one),
      ]);
      expect(paid.status).toBe(200);
      expect(await left(one)).toBe(redeemed.status === 200 ? 9 : 10);
      expect((await redeem(one)).status).toBe(redeemed.status === 200 ? 409 : 200);
    }
    await settle({ onlyPaidValue: false });
  });

  it('PK-20 the salon withdraws redeeming from STAFF: refused at once, undo too; everybody else goes on', async () => {
    const stylist = await givenMember(app, salon, 'STAFF');
    const one = await givenPackage(app, salon, customer);
    const mine = await redeem(one, 1, stylist.as);
    expect(mine.status).toBe(200);

    await settle({ staffRedeems: false });
    expect((await app.call(readPackageSettings, stylist.as)).body.staffRedeems).toBe(false);
    expect((await redeem(one, 1, stylist.as)).problem).toMatchObject({ status: 403, code: 'not-allowed' });
    const undo = { id: one.id, rid: mine.body.entry };
    expect((await app.call(reverseRedemption, stylist.as, {}, undo)).problem.code).toBe('not-allowed');
    expect(await left(one)).toBe(9);
    const key = await givenApiKey(app, salon, ['packages:write']);
    for (const as of [owner.as, reception.as, key]) expect((await redeem(one, 1, as, true)).status).toBe(200);

    await settle({ staffRedeems: true });
    expect((await app.call(reverseRedemption, stylist.as, {}, undo)).status).toBe(200);
  });

  it('PK-13 PK-20 settings that are left out stay as they were; only owners and managers change them', async () => {
    await settle({ onlyPaidValue: true, staffRedeems: false });
    expect((await settle({ reminderDays: 9 })).body).toMatchObject({
      reminderDays: 9,
      muted: [],
      onlyPaidValue: true,
      staffRedeems: false,
    });
    expect((await app.call(changePackageSettings, reception.as, usual)).problem.code).toBe('not-allowed');
    for (const wrong of ['true', 1, {}] as never[])
      expect((await settle({ onlyPaidValue: wrong })).problem).toMatchObject({ errors: [{ path: 'onlyPaidValue' }] });
    expect((await app.call(readPackageSettings, await givenApiKey(app, salon, ['packages:read']))).status).toBe(403);
    await settle({ onlyPaidValue: false, staffRedeems: true });
  });

  it('PK-13 what another salon settled does not matter here', async () => {
    const other = await givenTenant(app);
    const elsewhere = await givenMember(app, other, 'OWNER');
    const stylist = await givenMember(app, salon, 'STAFF');
    await app.call(changePackageSettings, elsewhere.as, { ...usual, onlyPaidValue: true, staffRedeems: false });
    const one = await givenPackage(app, salon, customer, { paid: 0 });
    expect((await redeem(one, 1, stylist.as)).status).toBe(200);
  });
});

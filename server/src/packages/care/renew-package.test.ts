/** @dates */
import { roles } from '@bookinda/contracts/identity/session';
import {
  cancelPackage,
  changeExpiry,
  createTemplate,
  editTemplate,
  listHistory,
  proposeRenewal,
  renewPackage,
  sellPackage,
  verifyPackage,
} from '@bookinda/contracts/packages/routes';
import type { InputOf } from '@bookinda/contracts/route';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

describe('renewing a package', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-11-21T23:30:00Z');
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    customer = await givenCustomer(app, salon);
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  const propose = async (id: string) => (await app.call(proposeRenewal, manager.as, undefined, { id })).body;
  const renew = (id: string, input: InputOf<typeof renewPackage> = {}) =>
    app.call(renewPackage, manager.as, input, { id });
  const money = (amount: number) => ({ amount, currency: 'HUF' });
  const terms = {
    name: 'Massage 10',
    services: [{ name: 'Massage', quantity: 10, unitPrice: 500_000 }],
    discountPercent: 10,
    validMonths: 6,
  };

  it('PK-19 by its template’s present terms, to the same customer, linked both ways', async () => {
    const { body: template } = await app.call(createTemplate, manager.as, terms);
    const sale = { customer, template: template.id };
    const { id } = (await app.call(sellPackage, manager.as, sale)).body.card;
    const now = {
      ...terms,
      state: 'active' as const,
      services: [{ name: 'Massage', quantity: 12, unitPrice: 600_000 }],
      validMonths: 3,
    };
    await app.call(editTemplate, manager.as, now, { id: template.id });
    const proposal = await propose(id);
    expect(proposal).toEqual({
      template: template.id,
      name: 'Massage 10',
      services: [{ name: 'Massage', quantity: 12 }],
      price: money(6_480_000),
      originalPrice: money(7_200_000),
      expiresOn: '2027-02-22',
      before: null,
    });
    const { body, status } = await renew(id, { payment: { rest: true, method: 'card' }, note: 'As always.' });
    expect(status).toBe(201);
    expect(body.card).toMatchObject({
      customer: { id: customer },
      price: proposal.price,
      payment: 'paid',
      purchasedOn: '2026-11-22',
      expiresOn: '2027-02-22',
      services: [{ name: 'Massage', total: 12, used: 0 }],
    });
    const historyOf = async (of: string) => (await app.call(listHistory, manager.as, {}, { id: of })).body.items;
    const other = (name: string, of: string) => ({ id: of, name, customer: { id: customer, name: 'Kiss Éva' } });
    expect((await historyOf(id)).at(-1)).toMatchObject({
      kind: 'renewed',
      change: null,
      other: other('Massage 10', body.card.id),
    });
    expect((await historyOf(body.card.id))[0]).toMatchObject({
      kind: 'sold',
      actor: manager.name,
      other: other('Massage 10', id),
    });
    for (const one of [id, body.card.id])
      expect((await app.call(verifyPackage, manager.as, {}, { id: one })).body.holds).toBe(true);
    expect((await propose(id)).before).toEqual({ id: body.card.id, on: '2026-11-22' });
    expect(await app.db.query(`SELECT kind FROM event WHERE package_id = $1`, [body.card.id])).toEqual([
      { kind: 'package-sold' },
      { kind: 'payment-received' },
    ]);
  });

  it('PK-19 as it was sold where there is no template or it is retired: price, sessions, and as long as then', async () => {
    const { body: template } = await app.call(createTemplate, manager.as, terms);
    const retired = (await app.call(sellPackage, manager.as, { customer, template: template.id })).body.card;
    await app.call(editTemplate, manager.as, { ...terms, state: 'retired' }, { id: template.id });
    await app.call(changeExpiry, manager.as, { expiresOn: '2029-01-01' }, { id: retired.id });
    expect(await propose(retired.id)).toMatchObject({
      template: null,
      price: money(4_500_000),
      originalPrice: money(5_000_000),
      expiresOn: '2027-05-22',
    });
    const plain = await givenPackage(app, salon, customer, {
      purchasedOn: '2026-01-05',
      expiresOn: '2026-02-14',
      price: 700,
    });
    expect(await propose(plain.id)).toMatchObject({ template: null, price: money(700), expiresOn: '2027-01-01' });
    const forEver = await givenPackage(app, salon, customer);
    expect((await renew(forEver.id)).body.card).toMatchObject({ expiresOn: null, payment: 'unpaid' });
    expect((await renew(forEver.id, { expiresOn: '2026-12-24' })).body.card.expiresOn).toBe('2026-12-24');
  });

  it('PK-19 also what is expired, used up or cancelled; a wrong date or payment is refused and nothing is sold', async () => {
    const cancelled = await givenPackage(app, salon, customer);
    await app.call(cancelPackage, manager.as, { reason: 'error' }, { id: cancelled.id });
    const expired = await givenPackage(app, salon, customer, { expiresOn: '2026-11-21' });
    const usedUp = await givenPackage(app, salon, customer, { services: [{ total: 1, used: 1 }] });
    for (const { id } of [cancelled, expired, usedUp]) expect((await renew(id)).status).toBe(201);
    const sold = async () => (await app.db.query('SELECT FROM sold_package WHERE tenant_id = $1', [salon.id])).length;
    const before = await sold();
    expect((await renew(usedUp.id, { expiresOn: '2026-11-21' })).problem.errors).toMatchObject([{ path: 'expiresOn' }]);
    const over = await renew(usedUp.id, { payment: { amount: 9_999_999, method: 'cash' } });
    expect(over.problem.code).toBe('over-payment');
    expect(await sold()).toBe(before);
  });

  it('PK-20 who sells renews; staff and agents do not, and another salon’s package is none', async () => {
    const { id } = await givenPackage(app, salon, customer);
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const statuses = [
        (await app.call(proposeRenewal, as, undefined, { id })).status,
        (await app.call(renewPackage, as, {}, { id })).status,
      ];
      const allowed = ['OWNER', 'MANAGER', 'RECEPTION'].includes(role);
      expect({ role, statuses }).toEqual({ role, statuses: allowed ? [200, 201] : [403, 403] });
    }
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await app.call(renewPackage, stranger.as, {}, { id })).status).toBe(404);
  });
});

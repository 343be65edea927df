import {
  cancelPackage,
  changeExpiry,
  listHistory,
  listOwnHistory,
  noteOnPackage,
  openPackageTicket,
  redeemSession,
  reverseRedemption,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  asVisitor,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';

describe('list-own-history', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let customer: string;
  let as: As;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    customer = await givenCustomer(app, salon);
    as = await asCustomer(salon, customer);
  });
  afterAll(() => app.stop());

  it('PK-21 tells the customer every step, newest first, without what colleagues note and why they acted', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 5 }], paid: 100 });
    const service = services[0]!;
    const redeemed = await app.call(redeemSession, manager.as, { service, appointment: 'A-1' }, { id });
    await app.call(reverseRedemption, manager.as, { reason: 'wrong card' }, { id, rid: redeemed.body.entry });
    await app.call(noteOnPackage, manager.as, { text: 'difficult person' }, { id });
    await app.call(changeExpiry, manager.as, { expiresOn: '2999-12-31', reason: 'she lies' }, { id });
    const opened = await app.call(
      openPackageTicket,
      as,
      { about: 'dispute', step: redeemed.body.entry, description: 'I was not there.' },
      { id },
    );
    await app.call(cancelPackage, manager.as, { reason: 'error', note: 'between us' }, { id });

    const { status, body } = await app.call(listOwnHistory, as, {}, { id });
    expect(status).toBe(200);
    const { body: desk } = await app.call(listHistory, manager.as, {}, { id });
    const wanted = desk.items
      .filter(({ kind }) => kind !== 'note')
      .map(({ appointment, reason, text, other, ...step }) => ({ ...step, settledOn: null }));
    expect(body.items).toEqual(wanted.toReversed());
    expect(body.items).toMatchObject([
      { kind: 'cancelled' },
      { kind: 'expiry-changed', ticket: null },
      { kind: 'reversal', remainingAfter: 5 },
      { kind: 'redemption', reversed: true, ticket: { id: opened.body.id, number: opened.body.number } },
      { kind: 'payment', amount: { amount: 100, currency: 'HUF' } },
      { kind: 'sold', id },
    ]);
    expect(body.head).toBe(desk.head);
    expect(JSON.stringify(body)).not.toMatch(/difficult|between us|A-1|wrong card|she lies|error/);

    const paged = [];
    for (let after: string | undefined; ; ) {
      const page = (await app.call(listOwnHistory, as, { limit: 1, ...(after ? { after } : {}) }, { id })).body;
      paged.push(...page.items);
      if (!page.next) break;
      after = page.next;
    }
    expect(paged).toEqual(body.items);
  });

  it('PK-21 is of her own packages alone', async () => {
    const { id } = await givenPackage(app, salon, customer);
    const neighbour = await asCustomer(salon, await givenCustomer(app, salon, 'Neighbour'));
    expect((await app.call(listOwnHistory, as, { limit: 1 }, { id })).body.timeZone).toBe('Europe/Budapest');
    expect((await app.call(listOwnHistory, neighbour, {}, { id })).status).toBe(404);
    expect((await app.call(listOwnHistory, asVisitor(salon), {}, { id })).status).toBe(401);
    const elsewhere = await givenTenant(app);
    const stranger = await asCustomer(elsewhere, await givenCustomer(app, elsewhere));
    expect((await app.call(listOwnHistory, stranger, {}, { id })).status).toBe(404);
    const other = await givenPackage(app, salon, customer, { paid: 1 });
    const { next } = (await app.call(listOwnHistory, as, { limit: 1 }, { id: other.id })).body;
    expect((await app.call(listOwnHistory, as, { after: next! }, { id })).problem.code).toBe('invalid-cursor');
  });
});

import { roles } from '@bookinda/contracts/identity/session';
import {
  cancelPackage,
  changeExpiry,
  correctSessions,
  listHistory,
  noteOnPackage,
  redeemSession,
  refundPayment,
  reverseRedemption,
} from '@bookinda/contracts/packages/routes';
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

describe('list-history', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
  });
  afterAll(() => app.stop());

  it('PK-16 tells everything, oldest first, with the balance after each entry', async () => {
    const { id, services } = await givenPackage(app, salon, await givenCustomer(app, salon), {
      services: [{ total: 5 }],
      paid: 10_000,
    });
    const service = services[0]!;
    const names = { id };
    const { body: redeemed } = await app.call(
      redeemSession,
      manager.as,
      { service, sessions: 2, appointment: 'A-1' },
      names,
    );
    await app.call(correctSessions, manager.as, { service, change: -1, reason: 'forgotten' }, names);
    await app.call(reverseRedemption, manager.as, {}, { id, rid: redeemed.entry });
    await app.call(changeExpiry, manager.as, { expiresOn: '2999-12-31', reason: 'baby' }, names);
    await app.call(noteOnPackage, manager.as, { text: 'call first' }, names);
    await app.call(cancelPackage, manager.as, { reason: 'refund', note: 'moved away' }, names);
    const { body: refunded } = await app.call(refundPayment, manager.as, { amount: 6_000, method: 'transfer' }, names);

    const { body } = await app.call(listHistory, manager.as, {}, names);
    expect(body.items).toMatchObject([
      { kind: 'sold', id, sessions: null, remainingAfter: null, amount: null },
      { kind: 'payment', amount: { amount: 10_000, currency: 'HUF' }, method: 'cash', actor: 'given', service: null },
      {
        kind: 'redemption',
        sessions: 2,
        remainingAfter: 3,
        reversed: true,
        appointment: 'A-1',
        staff: manager.name,
        actor: manager.name,
        service: { id: service, name: 'Service 1' },
      },
      { kind: 'correction', sessions: 1, remainingAfter: 2, reversed: false, reason: 'forgotten', staff: null },
      { kind: 'reversal', sessions: -2, remainingAfter: 4, reverses: redeemed.entry, reversed: false },
      { kind: 'expiry-changed', reason: 'baby', change: { from: null, to: '2999-12-31' }, actor: manager.name },
      { kind: 'note', text: 'call first', actor: manager.name, head: null },
      { kind: 'cancelled', reason: 'refund', text: 'moved away', change: { from: 'active', to: 'cancelled' } },
      { kind: 'refund', amount: { amount: -6_000 }, method: 'transfer', paidAfter: { amount: 4_000, currency: 'HUF' } },
    ]);
    expect(body.head).toBe(refunded.head);
    expect(body.items.at(-1)?.head).toBe(refunded.head);
    expect(new Set(body.items.map(({ head }) => head)).size).toBe(9);
    for (const { at } of body.items) expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(body.next).toBeNull();

    const paged = [];
    for (let after: string | undefined; ; ) {
      const page = (await app.call(listHistory, manager.as, { limit: 1, ...(after ? { after } : {}) }, names)).body;
      paged.push(...page.items);
      if (!page.next) break;
      after = page.next;
    }
    expect(paged).toEqual(body.items);
  });

  it('PK-16 the order is the order of the balances, however many redeem at once', async () => {
    const { id, services } = await givenPackage(app, salon, await givenCustomer(app, salon), {
      services: [{ total: 40 }],
    });
    await Promise.all(
      Array.from({ length: 40 }, () => app.call(redeemSession, manager.as, { service: services[0]! }, { id })),
    );
    const { body } = await app.call(listHistory, manager.as, { limit: 100 }, { id });
    expect(body.items.slice(1).map(({ remainingAfter }) => remainingAfter)).toEqual(
      Array.from({ length: 40 }, (_, n) => 39 - n),
    );
  });

  it('PK-20 redeeming roles read it; another tenant’s package has none', async () => {
    const { id } = await givenPackage(app, salon, await givenCustomer(app, salon));
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      expect({ role, status: (await app.call(listHistory, as, {}, { id })).status }).toEqual({
        role,
        status: role === 'AGENT' ? 403 : 200,
      });
    }
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await app.call(listHistory, stranger.as, {}, { id })).status).toBe(404);
  });
});

/** @dates */
import { randomUUID } from 'node:crypto';
import { roles } from '@bookinda/contracts/identity/session';
import { listCustomerPackages } from '@bookinda/contracts/packages/routes';
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

describe('list-customer-packages', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let reception: GivenMember;

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-11-21T12:00:00Z');
    salon = await givenTenant(app);
    reception = await givenMember(app, salon, 'RECEPTION');
  });
  afterAll(() => app.stop());

  it('PK-06, PK-07 active ones by expiry, then historical; of the same service the one expiring first is proposed', async () => {
    const customer = await givenCustomer(app, salon);
    const give = (expiresOn: string | null, used: number, purchasedOn = '2026-01-05', name = 'Haircut') =>
      givenPackage(app, salon, customer, {
        services: [
          { name, total: 2, used },
          { name: 'Colour', total: 2 },
        ],
        expiresOn,
        purchasedOn,
      });
    const never = await give(null, 0);
    const later = await give('2027-06-01', 0, '2026-01-05', 'HAIRCUT');
    const past = await give('2026-11-20', 0, '2026-03-01');
    const soon = await give('2026-11-21', 2);
    const done = await givenPackage(app, salon, customer, {
      services: [{ name: 'Haircut', total: 1, used: 1 }],
      purchasedOn: '2026-04-01',
    });
    await givenPackage(app, salon, await givenCustomer(app, salon), {
      services: [{ name: 'Haircut', total: 1 }],
      expiresOn: '2026-11-22',
    });

    const { body } = await app.call(listCustomerPackages, reception.as, {}, { id: customer });
    expect(body.items.map(({ id }) => id)).toEqual([soon.id, later.id, never.id, done.id, past.id]);
    expect(body.items.map(({ services }) => services.map(({ proposed }) => proposed))).toEqual([
      [false, true], // its haircuts are used up, its colours expire first
      [true, false],
      [false, false],
      [false],
      [false, false],
    ]);

    const paged: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = (
        await app.call(listCustomerPackages, reception.as, { limit: 2, ...(after ? { after } : {}) }, { id: customer })
      ).body;
      paged.push(...page.items.map(({ id }) => id));
      if (!page.next) break;
      after = page.next;
    }
    expect(paged).toEqual(body.items.map(({ id }) => id));

    const haircuts = await app.call(
      listCustomerPackages,
      reception.as,
      { service: done.services[0]! },
      { id: customer },
    );
    expect(haircuts.body.items).toHaveLength(5);
    const colours = await app.call(
      listCustomerPackages,
      reception.as,
      { service: soon.services[1]! },
      { id: customer },
    );
    expect(colours.body.items.map(({ id }) => id)).toEqual([soon.id, later.id, never.id, past.id]);
    expect(
      (await app.call(listCustomerPackages, reception.as, { service: randomUUID() }, { id: customer })).body.items,
    ).toEqual([]);
  });

  it('PK-20 redeeming roles only; another tenant’s customer does not exist', async () => {
    const customer = await givenCustomer(app, salon);
    expect((await app.call(listCustomerPackages, reception.as, {}, { id: customer })).body).toEqual({
      items: [],
      next: null,
    });
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      expect({ role, status: (await app.call(listCustomerPackages, as, {}, { id: customer })).status }).toEqual({
        role,
        status: role === 'AGENT' ? 403 : 200,
      });
    }
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    for (const id of [customer, randomUUID(), 'x'])
      expect((await app.call(listCustomerPackages, stranger.as, {}, { id })).status).toBe(404);
  });
});

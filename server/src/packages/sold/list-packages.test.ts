/** @dates */
import { roles } from '@bookinda/contracts/identity/session';
import type { PackageCard } from '@bookinda/contracts/packages/package';
import { packageStatuses } from '@bookinda/contracts/packages/package-status';
import { paymentBadges } from '@bookinda/contracts/packages/payment-badge';
import { listPackages, readPackage, redeemSession } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';

describe('list-packages', () => {
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

  async function everyPage(
    as: As,
    input: Parameters<typeof app.call<typeof listPackages>>[2] = {},
    between = async () => {},
  ): Promise<PackageCard[]> {
    const items: PackageCard[] = [];
    for (let after: string | undefined; ; ) {
      const { body } = await app.call(listPackages, as, { limit: 100, ...input, ...(after ? { after } : {}) });
      items.push(...body.items);
      if (!body.next) return items;
      after = body.next;
      await between();
    }
  }

  it('PK-02, PK-03, PK-04 a card has name, badges, prices, dates and its services in order', async () => {
    const customer = await givenCustomer(app, salon, 'Nagy Ágnes');
    const { id, services } = await givenPackage(app, salon, customer, {
      services: [
        { name: 'Haircut', total: 7, used: 3 },
        { name: 'Colour', total: 3 },
      ],
      price: 4_000_000,
      paid: 1_000_000,
      expiresOn: '2026-12-01',
    });
    await app.db.query('UPDATE sold_package SET original_price = 5000000 WHERE id = $1', [id]);
    const { body } = await app.call(readPackage, reception.as, undefined, { id });
    expect(body).toEqual({
      id,
      name: 'Massage 10',
      customer: { id: customer, name: 'Nagy Ágnes' },
      status: 'active',
      payment: 'partial',
      price: { amount: 4_000_000, currency: 'HUF' },
      originalPrice: { amount: 5_000_000, currency: 'HUF' },
      paid: { amount: 1_000_000, currency: 'HUF' },
      purchasedOn: '2026-01-05',
      expiresOn: '2026-12-01',
      daysLeft: 10,
      freeze: null,
      today: '2026-11-21',
      version: 1,
      services: [
        { id: services[0], name: 'Haircut', total: 7, used: 3, remaining: 4 },
        { id: services[1], name: 'Colour', total: 3, used: 0, remaining: 3 },
      ],
    });
    const plain = await givenPackage(app, salon, customer, { price: 0 });
    expect((await app.call(readPackage, reception.as, undefined, { id: plain.id })).body).toMatchObject({
      originalPrice: null,
      expiresOn: null,
      daysLeft: null,
      payment: 'paid',
    });
  });

  it('PK-06 filters by status and payment show exactly the cards that say so', async () => {
    const tenant = await givenTenant(app);
    const { as } = await givenMember(app, tenant, 'STAFF');
    const customer = await givenCustomer(app, tenant);
    for (const expiresOn of [null, '2026-11-20', '2026-11-21', '2026-11-22']) {
      for (const used of [0, 2]) {
        for (const paid of [0, 1, 2]) {
          const { id } = await givenPackage(app, tenant, customer, {
            services: [{ total: 2, used }],
            expiresOn,
            price: 2,
            paid,
          });
          if (used === 0 && paid === 1)
            await app.db.query(`UPDATE sold_package SET cancelled_at = now(), cancel_reason = 'other' WHERE id = $1`, [
              id,
            ]);
        }
      }
    }
    const all = await everyPage(as);
    expect(all).toHaveLength(24);
    for (const status of packageStatuses) {
      expect(await everyPage(as, { status, limit: 2 })).toEqual(all.filter((card) => card.status === status));
      for (const payment of paymentBadges) {
        expect(await everyPage(as, { status, payment, limit: 1 })).toEqual(
          all.filter((card) => card.status === status && card.payment === payment),
        );
      }
    }
    for (const payment of paymentBadges)
      expect(await everyPage(as, { payment })).toEqual(all.filter((card) => card.payment === payment));
    expect((await app.call(listPackages, as, { status: 'sold' as never })).problem).toMatchObject({
      code: 'invalid-input',
      errors: [{ path: 'status' }],
    });
  });

  it('PK-06 finds words of package or customer by their beginnings, without accents; also after a rename', async () => {
    const tenant = await givenTenant(app);
    const { as } = await givenMember(app, tenant, 'OWNER');
    const eva = await givenCustomer(app, tenant, 'Kovács-Nagy Éva');
    await givenPackage(app, tenant, eva);
    await givenPackage(app, tenant, await givenCustomer(app, tenant, 'Ðorđe O’Brien'));
    const found = async (q: string) => (await everyPage(as, { q })).map((card) => card.customer.name);

    for (const q of ['eva', 'ÉV', 'kovacs', 'nagy mass', 'Kovács-N', 'massage eva'])
      expect({ q, found: await found(q) }).toEqual({ q, found: ['Kovács-Nagy Éva'] });
    expect(await found('10')).toHaveLength(2);
    expect(await found("o'brien")).toEqual(['Ðorđe O’Brien']);
    for (const q of ['va', 'eva facial', '???', "'", "\\' | 'x", '½', ':*', '(', 'ʼ'])
      expect({ q, found: await found(q) }).toEqual({ q, found: [] });
    for (const q of ['!eva & (', 'ŉ eva'])
      expect({ q, found: await found(q) }).toEqual({ q, found: ['Kovács-Nagy Éva'] });
    await app.db.query(`UPDATE customer SET name = 'Szabó Éva' WHERE id = $1`, [eva]);
    expect(await found('szabo')).toEqual(['Szabó Éva']);
    expect(await found('kovacs')).toEqual([]);
  });

  it('PK-06 finds a name that begins like a number in powers of ten', async () => {
    const tenant = await givenTenant(app);
    const { as } = await givenMember(app, tenant, 'OWNER');
    const { id } = await givenPackage(app, tenant, await givenCustomer(app, tenant, 'Card 1e0a1215'));
    for (const q of ['1e0a1215', '1e0a1', 'card 1e0a1215'])
      expect((await everyPage(as, { q })).map((card) => card.id)).toEqual([id]);
  });

  it('PK-06 pages through 10,000 packages without a gap or a double while others are sold', async () => {
    const tenant = await givenTenant(app);
    const { as } = await givenMember(app, tenant, 'OWNER');
    const customer = await givenCustomer(app, tenant);
    await app.db.query(
      `WITH sold AS (INSERT INTO sold_package (tenant_id, customer_id, name, currency, price, remaining, purchased_on)
         SELECT $1, $2, 'P' || n, 'HUF', 1000, 1, DATE '2026-01-01' + n % 50 FROM generate_series(1, 10000) n RETURNING id)
       INSERT INTO package_service (tenant_id, package_id, name, position, total) SELECT $1, id, 'Haircut', 0, 1 FROM sold`,
      [tenant.id, customer],
    );
    const expected = await app.db.query<{ id: string }>(
      'SELECT id FROM sold_package WHERE tenant_id = $1 ORDER BY purchased_on DESC, id DESC',
      [tenant.id],
    );
    const seen = await everyPage(
      as,
      {},
      async () => void (await givenPackage(app, tenant, customer, { purchasedOn: '2026-11-20' })),
    );
    expect(seen.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it('PK-06 a cursor of another tenant, another list or a spoiled one is refused', async () => {
    const tenant = await givenTenant(app);
    const { as } = await givenMember(app, tenant, 'OWNER');
    const customer = await givenCustomer(app, tenant);
    await givenPackage(app, tenant, customer);
    await givenPackage(app, tenant, customer);
    const { next } = (await app.call(listPackages, as, { limit: 1 })).body;
    expect((await app.call(listPackages, reception.as, { after: next! })).problem).toMatchObject({
      status: 400,
      code: 'invalid-cursor',
    });
    expect((await app.call(listPackages, as, { after: 'bm9uc2Vuc2U' })).problem.code).toBe('invalid-cursor');
    const [mark] = JSON.parse(Buffer.from(next!, 'base64url').toString()) as string[];
    const spoiled = Buffer.from(JSON.stringify([mark, '2026-99-99', 'x'])).toString('base64url');
    expect((await app.call(listPackages, as, { after: spoiled })).status).toBe(400);
  });

  it('PK-20 roles that redeem read packages; agents and narrower keys do not', async () => {
    const { id } = await givenPackage(app, salon, await givenCustomer(app, salon));
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const status = role === 'AGENT' ? 403 : 200;
      expect({
        role,
        list: (await app.call(listPackages, as)).status,
        read: (await app.call(readPackage, as, undefined, { id })).status,
      }).toEqual({ role, list: status, read: status });
    }
    const key = await givenApiKey(app, salon, ['packages:read']);
    expect((await app.call(readPackage, key, undefined, { id })).status).toBe(200);
    expect((await app.call(listPackages, await givenApiKey(app, salon, ['customers:read']))).status).toBe(403);
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await app.call(readPackage, stranger.as, undefined, { id })).status).toBe(404);
  });

  it('PK-20 a platform tenant has no packages', async () => {
    const platform = await givenTenant(app, { kind: 'platform' });
    const { as } = await givenMember(app, platform, 'OWNER');
    expect((await app.call(listPackages, as)).body).toEqual({ items: [], next: null });
  });

  it('PK-07 a redemption touches no index of the package until the last session', async () => {
    const { id, services } = await givenPackage(app, salon, await givenCustomer(app, salon), {
      services: [{ total: 4 }],
    });
    const place = async () =>
      (
        await app.db.query<{ used_up: boolean; at: string }>(
          'SELECT used_up, ctid::text AS at FROM sold_package WHERE id = $1',
          [id],
        )
      )[0]!;
    for (let n = 0; n < 3; n++) await app.call(redeemSession, reception.as, { service: services[0]! }, { id });
    expect((await place()).used_up).toBe(false);
    const [{ hot }] = (await app.db.query<{ hot: boolean }>(
      `SELECT bool_and(NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname IN ('remaining', 'version')
         AND (a.attnum = ANY (i.indkey) OR pg_get_indexdef(i.indexrelid) ~ ('\\y' || a.attname || '\\y')))) AS hot
       FROM pg_index i WHERE i.indrelid = 'sold_package'::regclass`,
    )) as [{ hot: boolean }];
    expect(hot).toBe(true);
    await app.call(redeemSession, reception.as, { service: services[0]! }, { id });
    expect((await place()).used_up).toBe(true);
  });
});

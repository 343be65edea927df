/** @dates */
import { randomUUID } from 'node:crypto';
import { listOwnPackages, readOwnPackage, redeemSession } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../platform/database/database.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  asVisitor,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';

describe('list-own-packages and read-own-package', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let eva: string;
  let anna: string;
  let asEva: As;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    eva = await givenCustomer(app, salon, 'Kiss Éva');
    anna = await givenCustomer(app, salon, 'Kiss Anna');
    asEva = await asCustomer(salon, eva);
  });
  afterAll(() => app.stop());

  it('PK-20 a customer sees her own cards, newest first, and no other’s', async () => {
    const older = await givenPackage(app, salon, eva, { purchasedOn: '2026-02-01' });
    const newer = await givenPackage(app, salon, eva, { purchasedOn: '2026-03-01' });
    const annas = await givenPackage(app, salon, anna);
    const elsewhere = await givenTenant(app);
    const foreign = await givenPackage(app, elsewhere, await givenCustomer(app, elsewhere));

    const { body } = await app.call(listOwnPackages, asEva);
    expect(body.items.map(({ id }) => id)).toEqual([newer.id, older.id]);
    expect(body.items[0]).toEqual((await app.call(readOwnPackage, asEva, undefined, { id: newer.id })).body);

    const ids = [older.id, annas.id, foreign.id, randomUUID(), 'x', ''].join(',');
    expect((await app.call(listOwnPackages, asEva, { ids })).body.items.map(({ id }) => id)).toEqual([older.id]);
    const [mine, hers, theirs] = await Promise.all(
      [randomUUID(), annas.id, foreign.id].map((id) => app.call(readOwnPackage, asEva, undefined, { id })),
    );
    expect([mine?.status, hers?.status, theirs?.status]).toEqual([404, 404, 404]);
    expect({ ...hers?.problem, requestId: '' }).toEqual({ ...mine?.problem, requestId: '' });
  });

  it('PK-20 at most 100 ids; no cards without a proven customer', async () => {
    const ids = Array.from({ length: 101 }, () => 'x').join(',');
    expect((await app.call(listOwnPackages, asEva, { ids })).problem).toMatchObject({
      code: 'invalid-input',
      errors: [{ path: 'ids' }],
    });
    expect((await app.call(listOwnPackages, asVisitor(salon))).problem.code).toBe('token-invalid');
    const { as } = await givenMember(app, salon, 'OWNER');
    expect((await app.call(listOwnPackages, as)).status).toBe(403);
  });

  it('PK-05 shows the tenant’s today, not the server’s', async () => {
    const honolulu = await givenTenant(app, { timeZone: 'Pacific/Honolulu' });
    const customer = await givenCustomer(app, honolulu);
    const { id } = await givenPackage(app, honolulu, customer, { expiresOn: '2026-11-20' });
    app.clock.moveTo('2026-11-21T09:59:59Z');
    const as = await asCustomer(honolulu, customer);
    expect((await app.call(readOwnPackage, as, undefined, { id })).body).toMatchObject({
      today: '2026-11-20',
      daysLeft: 0,
      status: 'active',
    });
    app.clock.moveTo('2026-11-21T10:00:00Z');
    expect((await app.call(readOwnPackage, as, undefined, { id })).body).toMatchObject({
      today: '2026-11-21',
      daysLeft: -1,
      status: 'expired',
    });
  });

  it('PK-20 row-level security alone hides other tenants’ and other customers’ packages', async () => {
    const { id, services } = await givenPackage(app, salon, anna);
    const other = await givenTenant(app);
    const db = app.get(Database);
    const seenBy = async (scope: { tenantId: string; customerId?: string }) =>
      (
        await db.statement<{ n: string }>(
          scope,
          { name: 'test-wall', text: 'SELECT count(*) AS n FROM sold_package WHERE id = $1' },
          [id],
        )
      )[0]?.n;
    expect(await seenBy({ tenantId: salon.id })).toBe('1');
    expect(await seenBy({ tenantId: salon.id, customerId: anna })).toBe('1');
    expect(await seenBy({ tenantId: salon.id, customerId: eva })).toBe('0');
    expect(await seenBy({ tenantId: other.id })).toBe('0');
    const touched = await db.statement(
      { tenantId: other.id },
      { name: 'test-touch', text: 'UPDATE package_service SET used = used + 1 WHERE id = $1 RETURNING id' },
      [services[0]],
    );
    expect(touched).toEqual([]);
  });

  it('PK-08 the database itself refuses more than the total, and history cannot be changed by the app’s role', async () => {
    const { id, services } = await givenPackage(app, salon, eva, { services: [{ total: 2, used: 1 }] });
    const reception = await givenMember(app, salon, 'RECEPTION');
    await app.call(redeemSession, reception.as, { service: services[0]! }, { id });
    await expect(
      app.db.query('UPDATE package_service SET used = 3 WHERE id = $1', [services[0]]),
    ).rejects.toMatchObject({ constraint: 'used_within_total' });
    await expect(
      app.db.query('UPDATE package_service SET used = -1 WHERE id = $1', [services[0]]),
    ).rejects.toMatchObject({ constraint: 'used_within_total' });
    await expect(app.db.query('UPDATE sold_package SET remaining = -1 WHERE id = $1', [id])).rejects.toMatchObject({
      code: '23514',
    });

    const db = app.get(Database);
    for (const text of [
      'UPDATE ledger_entry SET sessions = 1',
      'DELETE FROM ledger_entry',
      'UPDATE package_payment SET amount = 1',
      'DELETE FROM package_payment',
      'DELETE FROM sold_package',
      'DELETE FROM package_service',
      'DELETE FROM event',
      'TRUNCATE ledger_entry',
    ]) {
      await expect(db.statement({ tenantId: salon.id }, { name: text, text }, [])).rejects.toMatchObject({
        code: '42501',
      });
    }
  });
});

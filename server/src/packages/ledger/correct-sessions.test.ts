/** @dates */
import { roles } from '@bookinda/contracts/identity/session';
import { correctSessions } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
import { auditQueries } from '../audit.js';

describe('correct-sessions', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    customer = await givenCustomer(app, salon);
  });
  afterAll(async () => {
    for (const { name, sql } of auditQueries)
      expect({ name, rows: await app.db.query(sql) }).toEqual({ name, rows: [] });
    await app.stop();
  });

  it('PK-08 −1 marks one more used, +1 gives one back, each with its reason in the ledger', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 3, used: 1 }] });
    const service = services[0]!;
    const less = await app.call(
      correctSessions,
      manager.as,
      { service, change: -1, reason: '=HYPERLINK("x")' },
      { id },
    );
    expect(less.body.card.services[0]).toMatchObject({ used: 2, remaining: 1 });
    const more = await app.call(correctSessions, manager.as, { service, change: 1, reason: '  ' }, { id });
    expect(more.body.card).toMatchObject({ version: 3, services: [{ used: 1, remaining: 2 }] });
    expect(
      await app.db.query(
        `SELECT sessions, used_after, reason FROM ledger_entry WHERE package_id = $1 AND kind = 'correction' ORDER BY id`,
        [id],
      ),
    ).toEqual([
      { sessions: 1, used_after: 2, reason: '=HYPERLINK("x")' },
      { sessions: -1, used_after: 1, reason: null },
    ]);
    expect(
      await app.db.query(`SELECT kind, public, data FROM event WHERE package_id = $1 ORDER BY id`, [id]),
    ).toMatchObject([
      { kind: 'sessions-corrected', public: true, data: { service, sessions: 1, remaining: 1 } },
      { kind: 'sessions-corrected', data: { sessions: -1, remaining: 2 } },
    ]);
  });

  it('PK-09 never goes below 0 or past the total, and takes ±1 only', async () => {
    const { id, services } = await givenPackage(app, salon, customer, {
      services: [{ total: 1 }, { total: 1, used: 1 }],
    });
    expect(
      (await app.call(correctSessions, manager.as, { service: services[0]!, change: 1 }, { id })).problem.code,
    ).toBe('out-of-bounds');
    expect(
      (await app.call(correctSessions, manager.as, { service: services[1]!, change: -1 }, { id })).problem.code,
    ).toBe('out-of-bounds');
    for (const change of [0, 2, -2, 1.5, '1'] as never[]) {
      expect(
        (await app.call(correctSessions, manager.as, { service: services[0]!, change }, { id })).problem,
      ).toMatchObject({ code: 'invalid-input', errors: [{ path: 'change' }] });
    }
    expect((await app.call(correctSessions, manager.as, { service: id, change: 1 }, { id })).status).toBe(404);
  });

  it('PK-11 opens active and fully used packages; not expired, not cancelled ones', async () => {
    const full = await givenPackage(app, salon, customer, { services: [{ total: 2, used: 2 }] });
    const fullAndPast = await givenPackage(app, salon, customer, {
      services: [{ total: 2, used: 2 }],
      expiresOn: '2026-02-01',
    });
    const past = await givenPackage(app, salon, customer, {
      services: [{ total: 2, used: 1 }],
      expiresOn: '2026-02-01',
    });
    const cancelled = await givenPackage(app, salon, customer, { services: [{ total: 2, used: 1 }] });
    await app.db.query(`UPDATE sold_package SET cancelled_at = now(), cancel_reason = 'other' WHERE id = $1`, [
      cancelled.id,
    ]);
    const correct = ({ id, services }: { id: string; services: string[] }) =>
      app.call(correctSessions, manager.as, { service: services[0]!, change: 1 }, { id });

    expect((await correct(full)).body.card.status).toBe('active');
    expect((await correct(fullAndPast)).body.card.status).toBe('expired');
    expect((await correct(past)).problem.code).toBe('package-expired');
    expect((await correct(cancelled)).problem.code).toBe('package-cancelled');
  });

  it('PK-20 owners and managers only; integrations not', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 9, used: 5 }] });
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const { status } = await app.call(correctSessions, as, { service: services[0]!, change: 1 }, { id });
      expect({ role, status }).toEqual({ role, status: ['OWNER', 'MANAGER'].includes(role) ? 200 : 403 });
    }
    const key = await givenApiKey(app, salon, ['packages:write']);
    expect((await app.call(correctSessions, key, { service: services[0]!, change: 1 }, { id })).status).toBe(403);
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await app.call(correctSessions, stranger.as, { service: services[0]!, change: 1 }, { id })).status).toBe(
      404,
    );
  });
});

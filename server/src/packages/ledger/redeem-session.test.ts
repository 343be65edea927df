/** @dates */
import { randomUUID } from 'node:crypto';
import { roles } from '@bookinda/contracts/identity/session';
import { readPackage, redeemSession, reverseRedemption } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Database } from '../../platform/database/database.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  asVisitor,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenPackage,
  givenSession,
  givenTenant,
} from '../../test/given.js';
import { auditQueries } from '../audit.js';
import { redeem } from './redeem-session.js';

describe('redeem-session', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let reception: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    reception = await givenMember(app, salon, 'RECEPTION');
    customer = await givenCustomer(app, salon);
  });
  afterAll(async () => {
    for (const { name, sql } of auditQueries)
      expect({ name, rows: await app.db.query(sql) }).toEqual({ name, rows: [] });
    await app.stop();
  });

  const ledgerOf = (id: string) =>
    app.db.query<Record<string, unknown>>(
      'SELECT kind, sessions, used_after, staff_id, staff_name, appointment, actor_kind, actor_id, actor_name FROM ledger_entry WHERE package_id = $1 ORDER BY id',
      [id],
    );
  const eventsOf = (id: string) =>
    app.db.query<Record<string, unknown>>(
      'SELECT kind, public, customer_id, actor_name, data FROM event WHERE package_id = $1 ORDER BY id',
      [id],
    );

  it('PK-07 takes one session, names who gave it, and answers with the card after it', async () => {
    const { id, services } = await givenPackage(app, salon, customer, {
      services: [
        { total: 10, used: 3 },
        { name: 'Facial', total: 2 },
      ],
    });
    const { status, body } = await app.call(
      redeemSession,
      reception.as,
      { service: services[0]!, appointment: 'APP-7' },
      { id },
    );

    expect(status).toBe(200);
    expect(body.card).toMatchObject({ id, version: 2, status: 'active', customer: { id: customer, name: 'Kiss Éva' } });
    expect(body.card.services).toEqual([
      { id: services[0], name: 'Service 1', total: 10, used: 4, remaining: 6 },
      { id: services[1], name: 'Facial', total: 2, used: 0, remaining: 2 },
    ]);
    expect((await app.call(readPackage, reception.as, undefined, { id })).body).toEqual(body.card);
    expect((await ledgerOf(id)).at(-1)).toEqual({
      kind: 'redemption',
      sessions: 1,
      used_after: 4,
      staff_id: reception.id,
      staff_name: reception.name,
      appointment: 'APP-7',
      actor_kind: 'staff',
      actor_id: reception.id,
      actor_name: reception.name,
    });
    expect(await eventsOf(id)).toEqual([
      {
        kind: 'redemption',
        public: true,
        customer_id: customer,
        actor_name: reception.name,
        data: { entry: body.entry, service: services[0], serviceName: 'Service 1', sessions: 1, remaining: 6 },
      },
    ]);
  });

  it('PK-07 takes n sessions for a colleague; who is no member is refused', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 5 }] });
    const colleague = await givenMember(app, salon, 'STAFF');
    const stranger = await givenMember(app, await givenTenant(app), 'STAFF');

    const taken = await app.call(
      redeemSession,
      reception.as,
      { service: services[0]!, sessions: 3, staff: colleague.id },
      { id },
    );
    expect(taken.body.card.services[0]).toMatchObject({ used: 3, remaining: 2 });
    expect((await ledgerOf(id)).at(-1)).toMatchObject({ sessions: 3, staff_id: colleague.id, actor_id: reception.id });

    const refused = await app.call(redeemSession, reception.as, { service: services[0]!, staff: stranger.id }, { id });
    expect(refused.problem).toMatchObject({
      status: 400,
      code: 'invalid-input',
      errors: [{ path: 'staff', code: 'unknown' }],
    });
    expect(await ledgerOf(id)).toHaveLength(1);
  });

  it('PK-07 an integration redeems without naming a member', async () => {
    const { id, services } = await givenPackage(app, salon, customer);
    const key = await givenApiKey(app, salon, ['packages:write']);
    expect((await app.call(redeemSession, key, { service: services[0]! }, { id })).status).toBe(200);
    expect((await ledgerOf(id)).at(-1)).toMatchObject({
      actor_kind: 'api-key',
      actor_name: 'integration',
      staff_id: null,
    });
    const reading = await givenApiKey(app, salon, ['packages:read']);
    expect((await app.call(redeemSession, reading, { service: services[0]! }, { id })).problem.code).toBe(
      'not-allowed',
    );
  });

  it('PK-07 refuses with the reason: nothing left, expired, cancelled, not of this package', async () => {
    const empty = await givenPackage(app, salon, customer, {
      services: [{ total: 2, used: 2 }],
      expiresOn: '2026-01-31',
    });
    const half = await givenPackage(app, salon, customer, {
      services: [
        { total: 2, used: 2 },
        { total: 4, used: 1 },
      ],
    });
    const past = await givenPackage(app, salon, customer, { expiresOn: '2026-01-31' });
    const cancelled = await givenPackage(app, salon, customer);
    await app.db.query(`UPDATE sold_package SET cancelled_at = now(), cancel_reason = 'error' WHERE id = $1`, [
      cancelled.id,
    ]);
    const codeOf = async (id: string, service: string, sessions = 1) =>
      (await app.call(redeemSession, reception.as, { service, sessions }, { id })).problem.code;

    expect(await codeOf(empty.id, empty.services[0]!)).toBe('nothing-left');
    expect(await codeOf(half.id, half.services[0]!)).toBe('nothing-left');
    expect(await codeOf(half.id, half.services[1]!, 4)).toBe('nothing-left');
    expect(await codeOf(past.id, past.services[0]!)).toBe('package-expired');
    expect(await codeOf(cancelled.id, cancelled.services[0]!)).toBe('package-cancelled');
    expect(await codeOf(half.id, past.services[0]!)).toBe('not-found');
    expect(await codeOf(randomUUID(), half.services[1]!)).toBe('not-found');

    const ids = [empty, half, past, cancelled].map(({ id }) => id);
    expect(await app.db.query('SELECT id FROM event WHERE package_id = ANY ($1)', [ids])).toEqual([]);
    expect(await app.db.query('SELECT DISTINCT version FROM sold_package WHERE id = ANY ($1)', [ids])).toEqual([
      { version: 1 },
    ]);
  });

  it('PK-07 refuses wrong input by field, and a request without a key', async () => {
    const { id, services } = await givenPackage(app, salon, customer);
    for (const [input, path] of [
      [{ service: 'x' }, 'service'],
      [{ service: services[0]!, sessions: 0 }, 'sessions'],
      [{ service: services[0]!, sessions: 1.5 }, 'sessions'],
      [{ service: services[0]!, sessions: '1' }, 'sessions'],
      [{ service: services[0]!, sessions: 51 }, 'sessions'],
      [{ service: services[0]!, price: 0 }, 'price'],
      [{ service: services[0]!, appointment: '\0' }, 'appointment'],
    ] as [never, string][]) {
      const { problem } = await app.call(redeemSession, reception.as, input, { id });
      expect(problem).toMatchObject({ code: 'invalid-input', errors: [{ path }] });
    }
    const keyless = await fetch(`${app.url}/v1/packages/${id}/redemptions`, {
      method: 'POST',
      headers: { ...reception.as, 'content-type': 'application/json' },
      body: JSON.stringify({ service: services[0] }),
    });
    expect([keyless.status, ((await keyless.json()) as { code: string }).code]).toEqual([400, 'key-missing']);
    expect(await ledgerOf(id)).toEqual([]);
  });

  it('PK-08 64 callers take the last session at once, over two servers: one succeeds, the others read nothing-left', async () => {
    const second = await testApp({}, app.db);
    for (let round = 0; round < 5; round++) {
      const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 3, used: 2 }] });
      const answers = await Promise.all(
        Array.from({ length: 64 }, (_, n) =>
          (n % 2 ? second : app).call(redeemSession, reception.as, { service: services[0]! }, { id }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ problem }) => problem.code === 'nothing-left')).toHaveLength(63);
      expect(await ledgerOf(id)).toHaveLength(3);
      expect(await eventsOf(id)).toHaveLength(1);
    }
    await second.stop();
  });

  it.each([
    ['package-cancelled', `cancelled_at = now(), cancel_reason = 'fraud'`],
    ['package-expired', `expires_on = purchased_on`],
  ])('PK-05 a change under way decides: a redemption that waited for it reads %s', async (code, change) => {
    const { id, services } = await givenPackage(app, salon, customer);
    const other = new pg.Client({ connectionString: app.db.url });
    await other.connect();
    await other.query('BEGIN');
    await other.query(`UPDATE sold_package SET ${change} WHERE id = $1`, [id]);
    const redeeming = app.call(redeemSession, reception.as, { service: services[0]! }, { id });
    for (let waiting = 0; waiting === 0; )
      waiting = (await app.db.query(`SELECT FROM pg_locks WHERE NOT granted`)).length;
    await other.query('COMMIT');
    await other.end();
    expect((await redeeming).problem.code).toBe(code);
    expect(await ledgerOf(id)).toEqual([]);
  });

  it('PK-08 simultaneous redemptions of two services: every card shows what its version says', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 20 }, { total: 20 }] });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        app.call(redeemSession, reception.as, { service: services[n % 2]! }, { id }),
      ),
    );
    for (const { body } of answers)
      expect(body.card.services.reduce((sum, { used }) => sum + used, 0)).toBe(body.card.version - 1);
    expect(new Set(answers.map(({ body }) => body.card.version)).size).toBe(40);
  });

  it('PK-08 the same key 32 times in parallel has one effect and one body', async () => {
    const { id, services } = await givenPackage(app, salon, customer);
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => app.call(redeemSession, reception.as, { service: services[0]! }, { id }, key)),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(31);
    expect(await ledgerOf(id)).toHaveLength(1);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('PK-08 a key repeated with other words is refused; a refusal keeps no key: it is decided anew once its cause is gone', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 1 }] });
    const key = { 'idempotency-key': randomUUID() };
    const first = await app.call(redeemSession, reception.as, { service: services[0]! }, { id }, key);
    const other = await app.call(redeemSession, reception.as, { service: services[0]!, sessions: 2 }, { id }, key);
    expect(other.problem).toMatchObject({ status: 422, code: 'idempotency-mismatch' });

    const late = { 'idempotency-key': randomUUID() };
    expect((await app.call(redeemSession, reception.as, { service: services[0]! }, { id }, late)).problem.code).toBe(
      'nothing-left',
    );
    const undone = await app.call(reverseRedemption, reception.as, {}, { id, rid: first.body.entry });
    expect(undone.body.card.services[0]?.remaining).toBe(1);
    const again = await app.call(redeemSession, reception.as, { service: services[0]! }, { id }, late);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, null]);
    // Its own effect is what would refuse it now: the key gives that effect again.
    const twice = await app.call(redeemSession, reception.as, { service: services[0]! }, { id }, late);
    expect([twice.status, twice.headers.get('idempotent-replayed'), twice.body]).toEqual([200, 'true', again.body]);
    expect((await ledgerOf(id)).map(({ kind }) => kind)).toEqual(['redemption', 'reversal', 'redemption']);
  });

  it('B2 a second device that redeems the same service within a minute is asked, with who did and how long ago; forced, it redeems', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 9 }, { total: 9 }] });
    const other = { as: await givenSession(app, salon, reception.id) };
    const key = await givenApiKey(app, salon, ['packages:write']);
    const redeemOn = (as: As, service: string, force?: boolean) =>
      app.call(redeemSession, as, { service, ...(force === undefined ? {} : { force }) }, { id });
    expect((await redeemOn(reception.as, services[0]!)).status).toBe(200);
    for (const as of [other.as, key]) {
      const asked = await redeemOn(as, services[0]!);
      expect(asked.problem).toMatchObject({ status: 409, code: 'redeemed-just-now', by: reception.name });
      expect(asked.problem['seconds']).toBeGreaterThanOrEqual(0);
      expect(asked.problem['seconds']).toBeLessThan(60);
      expect((await redeemOn(as, services[0]!, false)).problem.code).toBe('redeemed-just-now');
    }
    // The device that did may go on at once; another service is another visit; forced is meant.
    expect((await redeemOn(reception.as, services[0]!)).status).toBe(200);
    expect((await redeemOn(other.as, services[1]!)).status).toBe(200);
    expect((await redeemOn(other.as, services[0]!, true)).status).toBe(200);
    expect((await redeemOn(reception.as, services[0]!)).problem.code).toBe('redeemed-just-now');
    expect(await ledgerOf(id)).toHaveLength(4);
  });

  it('B2 a redemption that was undone, and one of a minute ago, are no reason to ask', async () => {
    const { id, services } = await givenPackage(app, salon, customer);
    const other = await givenSession(app, salon, reception.id);
    const first = await app.call(redeemSession, reception.as, { service: services[0]! }, { id });
    await app.call(reverseRedemption, reception.as, {}, { id, rid: first.body.entry });
    expect((await app.call(redeemSession, other, { service: services[0]! }, { id })).status).toBe(200);
    await app.db.query(`UPDATE package_service SET redeemed_at = redeemed_at - interval '60 seconds' WHERE id = $1`, [
      services[0],
    ]);
    expect((await app.call(redeemSession, reception.as, { service: services[0]! }, { id })).status).toBe(200);
  });

  it('B2 two devices at the very same moment: one redeems, the other is asked', async () => {
    const other = await givenSession(app, salon, reception.id);
    for (let round = 0; round < 10; round++) {
      const { id, services } = await givenPackage(app, salon, customer);
      const answers = await Promise.all(
        [reception.as, other].map((as) => app.call(redeemSession, as, { service: services[0]! }, { id })),
      );
      expect(answers.map(({ status, problem }) => (status === 200 ? 'redeemed' : problem.code)).sort()).toEqual([
        'redeemed',
        'redeemed-just-now',
      ]);
      expect(await ledgerOf(id)).toHaveLength(1);
    }
  });

  it('PK-05 is valid through the whole expiry day in the tenant’s zone, over nights that change the clock and leap days', async () => {
    const cases: [zone: string, expiresOn: string, lastMoment: string, over: string][] = [
      ['Europe/Budapest', '2026-03-29', '2026-03-29T21:59:59.999Z', '2026-03-29T22:00:00Z'], // 23 hours
      ['Europe/Budapest', '2026-10-25', '2026-10-25T22:59:59.999Z', '2026-10-25T23:00:00Z'], // 25 hours
      ['Europe/Budapest', '2028-02-29', '2028-02-29T22:59:59.999Z', '2028-02-29T23:00:00Z'],
      ['America/New_York', '2026-03-08', '2026-03-09T03:59:59.999Z', '2026-03-09T04:00:00Z'],
      ['America/New_York', '2026-11-01', '2026-11-02T04:59:59.999Z', '2026-11-02T05:00:00Z'],
      ['America/New_York', '2028-02-29', '2028-03-01T04:59:59.999Z', '2028-03-01T05:00:00Z'],
    ];
    const before = app.clock.instant();
    for (const [timeZone, expiresOn, lastMoment, over] of cases) {
      const tenant = await givenTenant(app, { timeZone });
      const owner = await givenMember(app, tenant, 'OWNER');
      const key = await givenApiKey(app, tenant, ['packages:write']);
      const { id, services } = await givenPackage(app, tenant, await givenCustomer(app, tenant), { expiresOn });
      for (const as of [owner.as, key]) {
        app.clock.moveTo(lastMoment);
        const valid = await app.call(redeemSession, as, { service: services[0]!, force: true }, { id });
        expect({ expiresOn, timeZone, status: valid.status }).toEqual({ expiresOn, timeZone, status: 200 });
        expect(valid.body.card).toMatchObject({ status: 'active', daysLeft: 0, today: expiresOn });
        app.clock.moveTo(over);
        expect((await app.call(redeemSession, as, { service: services[0]! }, { id })).problem.code).toBe(
          'package-expired',
        );
      }
    }
    app.clock.moveTo(before);
  });

  it('PK-20 owners, managers, reception and staff redeem; agents, customers and pages do not', async () => {
    const { id, services } = await givenPackage(app, salon, customer);
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const { status } = await app.call(redeemSession, as, { service: services[0]!, force: true }, { id });
      expect({ role, status }).toEqual({ role, status: role === 'AGENT' ? 403 : 200 });
    }
    for (const as of [await asCustomer(salon, customer), asVisitor(salon), {}]) {
      expect([401, 403]).toContain((await app.call(redeemSession, as, { service: services[0]! }, { id })).status);
    }
    expect(await ledgerOf(id)).toHaveLength(4);
  });

  it('PK-20 another tenant’s package is no package, for its members and by row-level security alone', async () => {
    const { id, services } = await givenPackage(app, salon, customer);
    const other = await givenTenant(app);
    const stranger = await givenMember(app, other, 'OWNER');
    const { problem, status } = await app.call(redeemSession, stranger.as, { service: services[0]! }, { id });
    const random = await app.call(redeemSession, stranger.as, { service: services[0]! }, { id: randomUUID() });
    expect([status, { ...problem, requestId: '' }]).toEqual([random.status, { ...random.problem, requestId: '' }]);
    expect(status).toBe(404);

    const own = [services[0], 1, null, null, false, randomUUID(), false];
    const values = [salon.id, id, randomUUID(), app.clock.today('UTC'), null, null, 'staff', stranger.id, 'x', ...own];
    const under = (tenantId: string) =>
      app.get(Database).statement<{ status: number }>({ tenantId }, { ...redeem, name: 'test-redeem' }, values);
    expect((await under(other.id)).map((answer) => answer.status)).toEqual([404]);
    expect(await ledgerOf(id)).toEqual([]);
    expect((await under(salon.id)).map((answer) => answer.status)).toEqual([200]);
  });
});

import { randomUUID } from 'node:crypto';
import { redeemSession, reverseRedemption } from '@bookinda/contracts/packages/routes';
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
import { auditQueries } from '../audit.js';

describe('reverse-redemption', () => {
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

  async function redeemed(as = reception.as, sessions = 1, total = 3) {
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ total }] });
    const { body } = await app.call(redeemSession, as, { service: services[0]!, sessions }, { id });
    return { id, rid: body.entry, service: services[0]! };
  }

  it('PK-08 gives the sessions back, once; the ledger keeps both entries', async () => {
    const { id, rid, service } = await redeemed(reception.as, 3);
    const undone = await app.call(reverseRedemption, reception.as, { reason: ' wrong customer ' }, { id, rid });
    expect(undone.body.card).toMatchObject({
      status: 'active',
      version: 3,
      services: [{ id: service, used: 0, remaining: 3 }],
    });
    const again = await app.call(reverseRedemption, reception.as, {}, { id, rid });
    expect(again.problem).toMatchObject({ status: 409, code: 'already-reversed' });
    expect(
      await app.db.query(
        'SELECT kind, sessions, used_after, reverses, reason FROM ledger_entry WHERE package_id = $1 ORDER BY id',
        [id],
      ),
    ).toEqual([
      { kind: 'redemption', sessions: 3, used_after: 3, reverses: null, reason: null },
      { kind: 'reversal', sessions: -3, used_after: 0, reverses: rid, reason: 'wrong customer' },
    ]);
    expect(
      await app.db.query('SELECT kind, public, data FROM event WHERE package_id = $1 ORDER BY id DESC LIMIT 1', [id]),
    ).toEqual([
      {
        kind: 'redemption-reversed',
        public: true,
        data: { entry: undone.body.entry, service, serviceName: 'Service 1', sessions: -3, remaining: 3 },
      },
    ]);
  });

  it('PK-08 32 people undo the same redemption at once: one does', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, rid } = await redeemed();
      const answers = await Promise.all(
        Array.from({ length: 32 }, () => app.call(reverseRedemption, reception.as, {}, { id, rid })),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ problem }) => problem.code === 'already-reversed')).toHaveLength(31);
    }
  });

  it('PK-08 the same key undoes once and answers alike', async () => {
    const { id, rid } = await redeemed();
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => app.call(reverseRedemption, reception.as, {}, { id, rid }, key)),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
  });

  it('PK-08 what is no redemption of this package is not found', async () => {
    const first = await redeemed();
    const second = await redeemed();
    const statusOf = async (id: string, rid: string) =>
      (await app.call(reverseRedemption, reception.as, {}, { id, rid })).status;
    expect(await statusOf(first.id, second.rid)).toBe(404);
    expect(await statusOf(first.id, randomUUID())).toBe(404);
    const reversal = await app.call(reverseRedemption, reception.as, {}, first);
    expect(await statusOf(first.id, reversal.body.entry)).toBe(404);
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await app.call(reverseRedemption, stranger.as, {}, second)).status).toBe(404);
  });

  it('PK-08 a used-up package is active again; a cancelled one stays as it is', async () => {
    const used = await redeemed(reception.as, 3);
    expect((await app.call(reverseRedemption, reception.as, {}, used)).body.card.status).toBe('active');
    const cancelled = await redeemed();
    await app.db.query(`UPDATE sold_package SET cancelled_at = now(), cancel_reason = 'fraud' WHERE id = $1`, [
      cancelled.id,
    ]);
    expect((await app.call(reverseRedemption, reception.as, {}, cancelled)).problem.code).toBe('package-cancelled');
  });

  it('PK-20 staff undo their own redemptions only; agents none', async () => {
    const stylist = await givenMember(app, salon, 'STAFF');
    const agent = await givenMember(app, salon, 'AGENT');
    const byReception = await redeemed();
    expect((await app.call(reverseRedemption, stylist.as, {}, byReception)).problem.code).toBe('not-allowed');
    expect((await app.call(reverseRedemption, agent.as, {}, byReception)).status).toBe(403);
    const own = await redeemed(stylist.as);
    expect((await app.call(reverseRedemption, stylist.as, {}, own)).status).toBe(200);
    expect((await app.call(reverseRedemption, reception.as, {}, await redeemed(stylist.as))).status).toBe(200);
  });
});

import { createHash } from 'node:crypto';
import {
  cancelPackage,
  changeExpiry,
  correctSessions,
  listHistory,
  redeemSession,
  refundPayment,
  reverseRedemption,
  sellPackage,
  takePayment,
  verifyOwnPackage,
  verifyPackage,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decide } from '../../notifications/decide.js';
import { type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';
import { VerifyHistories } from './verify-histories.js';

describe('the chain of a history', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    customer = await givenCustomer(app, salon);
  });
  afterAll(() => app.stop());

  /** A package with every kind of entry, nine steps. */
  async function lived(): Promise<{ id: string; heads: string[] }> {
    const sold = await app.call(sellPackage, owner.as, {
      customer,
      name: 'Ünnepi "bérlet"\n\\',
      services: [{ name: 'Hajvágás', quantity: 5, unitPrice: 100 }],
      payment: { amount: 200, method: 'cash' },
    });
    const { id, services } = sold.body.card;
    const service = services[0]!.id;
    const redeemed = await app.call(redeemSession, owner.as, { service, appointment: 'a"b' }, { id });
    await app.call(redeemSession, owner.as, { service, sessions: 2 }, { id });
    await app.call(reverseRedemption, owner.as, { reason: '=1+1' }, { id, rid: redeemed.body.entry });
    await app.call(correctSessions, owner.as, { service, change: -1, reason: '\u0007\t’' }, { id });
    await app.call(takePayment, owner.as, { amount: 100, method: 'card' }, { id });
    await app.call(changeExpiry, owner.as, { expiresOn: '2999-01-01' }, { id });
    await app.call(cancelPackage, owner.as, { reason: 'other', note: 'n' }, { id });
    await app.call(refundPayment, owner.as, { amount: 100, method: 'transfer' }, { id });
    const { items } = (await app.call(listHistory, owner.as, {}, { id })).body;
    return { id, heads: items.map(({ head }) => head ?? '') };
  }
  const verify = async (id: string, head?: string) =>
    (await app.call(verifyPackage, owner.as, head ? { head } : {}, { id })).body;

  it('PK-22 holds after every kind of entry, and a kept code is found at its step', async () => {
    const { id, heads } = await lived();
    expect(await verify(id)).toEqual({ holds: true, brokenAt: null, length: 9, head: heads.at(-1), knownAt: null });
    for (const [step, head] of heads.entries()) expect((await verify(id, head)).knownAt).toBe(step);
    expect((await verify(id, 'f'.repeat(64))).knownAt).toBeNull();
    const other = await givenPackage(app, salon, customer);
    expect(await verify(other.id)).toMatchObject({ holds: true, length: 0, knownAt: null });
    expect((await verify(other.id, (await verify(other.id)).head)).knownAt).toBe(0);
    for (const head of ['', 'F'.repeat(64), 'x', `${'f'.repeat(64)} `])
      expect((await app.call(verifyPackage, owner.as, { head }, { id })).problem.code).toBe('invalid-input');
    expect(await packageFindings(app)).toEqual([]);
  });

  it('PK-22 anybody can compute it: SHA-256 over the hash before and the JSON of the words', async () => {
    const { id, heads } = await lived();
    const [row] = await app.db.query<{ words: string[] }>(
      `SELECT ARRAY[seq::text, kind, id::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), service_id::text, sessions::text, used_after::text,
         reverses::text, reason, price_share::text, paid_share::text, paid_after::text, other_package::text, appointment, staff_id::text, staff_name, actor_kind, actor_id::text, actor_name] AS words
       FROM ledger_entry WHERE package_id = $1 AND kind = 'correction'`,
      [id],
    );
    const before = Buffer.from(heads[4] ?? '', 'hex');
    expect(createHash('sha256').update(before).update(JSON.stringify(row?.words)).digest('hex')).toBe(heads[5]);
  });

  it('PK-22 every cut and every edit is found', async () => {
    const forgeries: [what: string, sql: string, brokenAt: number][] = [
      ['words of an entry', `UPDATE ledger_entry SET reason = 'other' WHERE package_id = $1 AND seq = 4`, 4],
      ['its time', `UPDATE ledger_entry SET at = at - interval '1 day' WHERE package_id = $1 AND seq = 2`, 2],
      ['its actor', `UPDATE package_payment SET actor_name = 'Nobody' WHERE package_id = $1 AND seq = 1`, 1],
      ['an amount', `UPDATE package_payment SET amount = amount + 1 WHERE package_id = $1 AND seq = 6`, 6],
      ['a date', `UPDATE package_change SET value_after = '2998-01-01' WHERE package_id = $1 AND seq = 7`, 7],
      ['one cut out', 'DELETE FROM ledger_entry WHERE package_id = $1 AND seq = 5', 5],
      ['the last one cut off', 'DELETE FROM package_payment WHERE package_id = $1 AND seq = 9', 9],
      ['the price sold', 'UPDATE sold_package SET price = price + 1 WHERE id = $1', 1],
      ['a service sold', 'UPDATE package_service SET total = total + 1 WHERE package_id = $1', 1],
      ['the head', `UPDATE sold_package SET chain_head = sha256('x') WHERE id = $1`, 9],
      [
        'the cut hidden',
        `WITH cut AS (DELETE FROM package_payment WHERE package_id = $1 AND seq = 9)
         UPDATE sold_package SET chain_length = 8 WHERE id = $1`,
        8,
      ],
    ];
    for (const [what, sql, brokenAt] of forgeries) {
      const { id } = await lived();
      await app.db.forge(sql, [id]);
      expect({ what, ...(await verify(id)) }).toMatchObject({ what, holds: false, brokenAt });
    }
    expect((await packageFindings(app)).map(({ name }) => name)).toContain('history cut or edited');
  });

  it('PK-22 a forger who chains everything anew is found by whoever kept a mail', async () => {
    const { id, heads } = await lived();
    await app.db.forge('DELETE FROM package_payment WHERE package_id = $1 AND seq = 9', [id]);
    await app.db.forge('UPDATE sold_package SET chain_length = 8, chain_head = $2 WHERE id = $1', [
      id,
      Buffer.from(heads[8] ?? '', 'hex'),
    ]);
    expect(await verify(id, heads[9])).toMatchObject({ holds: true, knownAt: null });
  });

  it('PK-22 the night raises an alarm once, and only where the chain breaks', async () => {
    const tenant = await givenTenant(app);
    const buyer = await givenCustomer(app, tenant);
    const [whole, cut] = [
      await givenPackage(app, tenant, buyer, { paid: 100 }),
      await givenPackage(app, tenant, buyer, { paid: 100 }),
    ];
    await app.db.query(`UPDATE package_payment SET method = 'card' WHERE package_id = $1`, [cut.id]);
    const alarms = () =>
      app.db.query(`SELECT package_id, public, data FROM event WHERE kind = 'history-broken' AND tenant_id = $1`, [
        tenant.id,
      ]);
    await app.get(VerifyHistories).verifyAll();
    await app.get(VerifyHistories).verifyAll();
    expect(await alarms()).toEqual([{ package_id: cut.id, public: false, data: { brokenAt: 1 } }]);
    expect(whole.id).not.toBe(cut.id);
    const [event] = await app.db.query<{ id: string }>(
      `SELECT id FROM event WHERE kind = 'history-broken' AND tenant_id = $1`,
      [tenant.id],
    );
    await app.get(Decide).decide({ tenantId: tenant.id, events: [event?.id ?? ''] });
    const mails = await app.db.query(
      `SELECT recipient, body FROM mail WHERE tenant_id = $1 AND message = 'history-broken'`,
      [tenant.id],
    );
    const [{ email } = { email: '' }] = await app.db.query<{ email: string }>(
      'SELECT email FROM tenant WHERE id = $1',
      [tenant.id],
    );
    expect(mails).toEqual([{ recipient: email, body: expect.stringContaining('breaks at step 1') }]);
  });

  it('PK-22 the customer verifies her own package and nobody else’s', async () => {
    const { id, heads } = await lived();
    const as = await asCustomer(salon, customer);
    const { body } = await app.call(verifyOwnPackage, as, { head: heads[1]! }, { id });
    expect(body).toMatchObject({ holds: true, length: 9, knownAt: 1 });
    const other = await asCustomer(salon, await givenCustomer(app, salon));
    expect((await app.call(verifyOwnPackage, other, {}, { id })).status).toBe(404);
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await app.call(verifyPackage, stranger.as, {}, { id })).status).toBe(404);
    expect((await app.call(verifyPackage, (await givenMember(app, salon, 'AGENT')).as, {}, { id })).status).toBe(403);
  });
});

/** @dates */
import { randomUUID } from 'node:crypto';
import { roles } from '@bookinda/contracts/identity/session';
import {
  cancelPackage,
  changePackageSettings,
  freezePackage,
  listHistory,
  listOwnHistory,
  openPackageTicket,
  readOwnPackage,
  readPackage,
  readPackageMatter,
  redeemSession,
  reverseRedemption,
  settlePackageMatter,
  verifyPackage,
} from '@bookinda/contracts/packages/routes';
import type { SettlePackageMatter } from '@bookinda/contracts/packages/settle-package-matter.dto';
import {
  closeOwnTicket,
  listMessages,
  openTicket,
  readOwnTicket,
  readTicket,
  replyToOwnTicket,
  replyToTicket,
} from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decide } from '../../notifications/decide.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
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

const today = '2026-11-22';

describe('settle-package-matter', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let agent: GivenMember;
  let customer: string;
  let as: As;

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo(`${today}T12:00:00Z`);
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    agent = await givenMember(app, salon, 'AGENT');
    customer = await givenCustomer(app, salon);
    as = await asCustomer(salon, customer);
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  interface Dispute {
    id: string;
    service: string;
    step: string;
    ticket: string;
    number: string;
  }
  /** A package of ten with three used, of which the last is disputed. */
  async function disputed(options: Parameters<typeof givenPackage>[3] = {}): Promise<Dispute> {
    const services = [{ name: 'Massage', total: 10, used: 2 }];
    const { id, services: ids } = await givenPackage(app, salon, customer, { services, paid: 1_000_000, ...options });
    const service = ids[0]!;
    const { body } = await app.call(redeemSession, owner.as, { service }, { id });
    const words = { about: 'dispute', step: body.entry, description: 'I was not there.' } as const;
    const opened = await app.call(openPackageTicket, as, words, { id });
    return { id, service, step: body.entry, ticket: opened.body.id, number: opened.body.number };
  }
  const settle = (
    who: GivenMember,
    { ticket }: Dispute,
    input: Omit<SettlePackageMatter, 'body'> & { body?: string },
    headers?: As,
  ) => app.call(settlePackageMatter, who.as, { body: 'You are right, sorry.', ...input }, { id: ticket }, headers);
  const matterOf = async (who: GivenMember, { ticket }: Dispute) =>
    (await app.call(readPackageMatter, who.as, undefined, { id: ticket })).body;
  const cardOf = async ({ id }: Dispute) => (await app.call(readPackage, owner.as, undefined, { id })).body;
  /** Everything that a settlement could change. */
  const state = async (dispute: Dispute) => ({
    card: await cardOf(dispute),
    history: (await app.call(listHistory, owner.as, {}, { id: dispute.id })).body,
    ticket: (await app.call(readTicket, owner.as, undefined, { id: dispute.ticket })).body,
    settlements: (await matterOf(owner, dispute)).settlements,
  });
  async function mailsSince(tenant: string, at: string): Promise<{ message: string; body: string }[]> {
    const events = await app.db.query<{ id: string }>(
      'SELECT id FROM event WHERE tenant_id = $1 AND decided_at IS NULL',
      [tenant],
    );
    await app.get(Decide).decide({ tenantId: tenant, events: events.map(({ id }) => id) });
    return app.db.query('SELECT message, body FROM mail WHERE tenant_id = $1 AND id > $2 ORDER BY id', [tenant, at]);
  }
  async function newestMail(): Promise<string> {
    const nothing = '00000000-0000-0000-0000-000000000000';
    await mailsSince(salon.id, nothing);
    const sql = 'SELECT id FROM mail WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1';
    return (await app.db.query<{ id: string }>(sql, [salon.id]))[0]?.id ?? nothing;
  }

  it('PK-21 the session comes back, the answer goes out and the ticket is resolved: ledger, thread, card and mail tell the same', async () => {
    const dispute = await disputed();
    const before = await newestMail();
    const { body: open } = await app.call(readTicket, agent.as, undefined, { id: dispute.ticket });
    const { status, body } = await settle(agent, dispute, {
      remedy: 'restore',
      redemption: dispute.step,
      seen: open.seen,
      resolve: 'done',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ticket: { id: dispute.ticket, number: dispute.number, kind: 'solved' },
      card: { id: dispute.id, services: [{ used: 2, remaining: 8 }] },
      settlement: { remedy: 'restore', by: agent.name, sessions: 1, service: 'Massage', expiresOn: null, amount: null },
    });

    const { body: history } = await app.call(listHistory, owner.as, {}, { id: dispute.id });
    expect(history.items.slice(-2)).toMatchObject([
      { kind: 'redemption', id: dispute.step, reversed: true, ticket: { number: dispute.number } },
      {
        kind: 'reversal',
        id: body.settlement.step,
        reverses: dispute.step,
        reason: dispute.number,
        actor: agent.name,
        remainingAfter: 8,
        ticket: { id: dispute.ticket, number: dispute.number },
      },
    ]);
    expect((await app.call(verifyPackage, owner.as, {}, { id: dispute.id })).body.holds).toBe(true);
    const { body: own } = await app.call(listOwnHistory, as, {}, { id: dispute.id });
    expect(own.items[0]).toMatchObject({
      kind: 'reversal',
      settledOn: { id: dispute.ticket, number: dispute.number },
      ticket: null,
    });
    expect(own.items[1]).toMatchObject({ id: dispute.step, reversed: true, ticket: { id: dispute.ticket } });

    const line = '1 session given back. Massage: 2/10 used.';
    const { body: thread } = await app.call(readOwnTicket, as, undefined, { id: dispute.ticket });
    expect(thread.messages.slice(-2)).toMatchObject([
      { side: 'desk', body: 'You are right, sorry.', author: agent.name },
      { side: 'system', body: line },
    ]);
    expect(thread).toMatchObject({ messageCount: 3, kind: 'solved', resolution: 'done' });

    const mails = await mailsSince(salon.id, before);
    expect(mails.map(({ message }) => message)).toEqual(['desk-replied']);
    expect(mails[0]?.body).toContain(line);
    expect(mails[0]?.body).toContain('You are right, sorry.');
    const events = await app.db.query(
      `SELECT kind, package_id IS NOT NULL AS package FROM event WHERE tenant_id = $1 AND actor_id = $2 ORDER BY id`,
      [salon.id, agent.id],
    );
    expect(events).toEqual([
      { kind: 'desk-replied', package: false },
      { kind: 'redemption-reversed', package: true },
    ]);
  });

  it('PK-21 sessions without a named redemption, a later last day, money: each with its entry and its line', async () => {
    const back = await disputed();
    await settle(owner, back, { remedy: 'restore', service: back.service, sessions: 2 });
    const longer = await disputed({ expiresOn: '2026-12-01' });
    await settle(owner, longer, { remedy: 'extend', expiresOn: '2027-01-15' });
    const expired = await disputed({ expiresOn: '2026-11-22' });
    app.clock.moveTo('2026-11-25T12:00:00Z');
    const revived = await settle(owner, expired, { remedy: 'extend', expiresOn: null });
    app.clock.moveTo(`${today}T12:00:00Z`);
    const paid = await disputed();
    await settle(owner, paid, { remedy: 'refund', amount: 450_000, method: 'card' });
    const last = async (dispute: Dispute) => {
      const { history, ticket, settlements } = await state(dispute);
      return [history.items.at(-1), ticket.messages.at(-1)?.body, settlements[0]];
    };
    expect(await last(back)).toMatchObject([
      { kind: 'correction', sessions: -1, remainingAfter: 9, reason: back.number, ticket: { id: back.ticket } },
      '2 sessions given back. Massage: 1/10 used.',
      { remedy: 'restore', sessions: 2 },
    ]);
    expect(await last(longer)).toMatchObject([
      { kind: 'expiry-changed', change: { from: '2026-12-01', to: '2027-01-15' }, reason: longer.number },
      'Valid through 15 January 2027 (before: 1 December 2026).',
      { remedy: 'extend', expiresOn: '2027-01-15' },
    ]);
    expect(revived.body.card).toMatchObject({ status: 'active', expiresOn: null });
    expect((await last(expired))[1]).toBe('Does not expire any more (before: 22 November 2026).');
    expect(await last(paid)).toMatchObject([
      { kind: 'refund', amount: { amount: -450_000 }, method: 'card', reason: paid.number },
      expect.stringMatching(/^HUF\s4,500 refunded \(card\)\.$/),
      { remedy: 'refund', amount: { amount: 450_000, currency: 'HUF' }, method: 'card' },
    ]);
  });

  it('PK-21 speaks the language of the ticket', async () => {
    await app.db.query(`UPDATE customer SET language = 'hu' WHERE id = $1`, [customer]);
    const dispute = await disputed();
    await app.db.query(`UPDATE customer SET language = 'en' WHERE id = $1`, [customer]);
    await settle(owner, dispute, { remedy: 'restore', redemption: dispute.step, body: 'Igaza van.' });
    expect((await state(dispute)).ticket.messages.at(-1)?.body).toBe(
      '1 alkalmat visszaadtunk. Massage: 2/10 felhasználva.',
    );
  });

  it('PK-21 two agents settle at once: one does, the other reads what was done, and only one session comes back', async () => {
    const colleague = await givenMember(app, salon, 'RECEPTION');
    for (let round = 0; round < 12; round++) {
      const dispute = await disputed();
      const { body } = await app.call(readTicket, agent.as, undefined, { id: dispute.ticket });
      const seen = round % 2 === 0 ? { seen: body.seen } : {};
      const extend = { remedy: 'restore', service: dispute.service, sessions: 1, ...seen } as const;
      const answers = await Promise.all([
        settle(agent, dispute, { remedy: 'restore', redemption: dispute.step, ...seen }),
        settle(colleague, dispute, round % 3 === 0 ? extend : { remedy: 'restore', redemption: dispute.step, ...seen }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const refused = answers.find(({ status }) => status === 409);
      expect(refused?.problem.code).toBe(round % 2 === 0 ? 'newer-activity' : 'already-settled');
      const { card, ticket, settlements } = await state(dispute);
      expect(card.services[0]?.used).toBe(2);
      expect(ticket.messages).toHaveLength(3);
      expect(settlements).toHaveLength(1);
    }
  });

  it('PK-21 the same key gives the same answer; a second remedy needs to be asked for', async () => {
    const dispute = await disputed();
    const key = { 'idempotency-key': randomUUID() };
    const input = { remedy: 'restore', redemption: dispute.step } as const;
    const [first, second] = [await settle(owner, dispute, input, key), await settle(owner, dispute, input, key)];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect((await settle(owner, dispute, { ...input, body: 'Other words' }, key)).problem.code).toBe(
      'idempotency-mismatch',
    );
    const more = { remedy: 'restore', service: dispute.service, sessions: 1 } as const;
    expect((await settle(owner, dispute, more)).problem).toMatchObject({
      code: 'already-settled',
      settlements: [{ remedy: 'restore', sessions: 1 }],
    });
    const { body: settled } = await app.call(readTicket, owner.as, undefined, { id: dispute.ticket });
    await app.call(replyToOwnTicket, as, { body: 'Thank you!' }, { id: dispute.ticket });
    expect((await settle(owner, dispute, { ...more, again: true, seen: settled.seen })).problem.code).toBe(
      'newer-activity',
    );
    expect((await settle(owner, dispute, { ...more, again: true })).status).toBe(200);
    expect((await state(dispute)).settlements).toHaveLength(2);
    expect((await cardOf(dispute)).services[0]?.used).toBe(1);
    expect((await settle(owner, dispute, more, { 'idempotency-key': '' })).status).toBe(400);
  });

  it('PK-21 either both or neither: what is refused leaves no word, no entry and no mail', async () => {
    const reversed = await disputed();
    await app.call(reverseRedemption, owner.as, {}, { id: reversed.id, rid: reversed.step });
    const cancelled = await disputed();
    await app.call(cancelPackage, owner.as, { reason: 'error' }, { id: cancelled.id });
    const frozen = await disputed({ expiresOn: '2027-01-01' });
    await app.call(freezePackage, owner.as, { from: today, until: '2026-12-01' } as never, { id: frozen.id });
    const unpaid = await disputed({ paid: 0 });
    const closed = await disputed();
    await app.call(closeOwnTicket, as, {}, { id: closed.ticket });
    const newer = await disputed({ expiresOn: '2027-01-01' });
    const { body: open } = await app.call(readTicket, owner.as, undefined, { id: newer.ticket });
    await app.call(replyToOwnTicket, as, { body: 'And another thing.' }, { id: newer.ticket });
    const { seen } = open;
    const restore = ({ step }: Dispute) => ({ remedy: 'restore', redemption: step }) as const;
    const refusals: [Dispute, Omit<SettlePackageMatter, 'body'>, string][] = [
      [reversed, restore(reversed), 'already-reversed'],
      [reversed, restore(newer), 'invalid-input'],
      [reversed, { remedy: 'restore', redemption: randomUUID() }, 'invalid-input'],
      [reversed, { remedy: 'restore', service: newer.service, sessions: 1 }, 'invalid-input'],
      [reversed, { remedy: 'restore', service: reversed.service, sessions: 3 }, 'out-of-bounds'],
      [cancelled, restore(cancelled), 'package-cancelled'],
      [cancelled, { remedy: 'extend', expiresOn: '2027-01-01' }, 'package-cancelled'],
      [frozen, { remedy: 'extend', expiresOn: '2028-01-01' }, 'package-frozen'],
      [unpaid, { remedy: 'refund', amount: 1, method: 'cash' }, 'out-of-bounds'],
      [unpaid, { remedy: 'extend', expiresOn: '2027-01-01' }, 'invalid-input'],
      [closed, restore(closed), 'ticket-closed'],
      [newer, { ...restore(newer), seen }, 'newer-activity'],
      [newer, { remedy: 'extend', expiresOn: '2026-12-31' }, 'invalid-input'],
      [newer, { remedy: 'extend', expiresOn: '2027-01-01' }, 'invalid-input'],
      [newer, { remedy: 'extend', expiresOn: '2026-11-21' }, 'invalid-input'],
      [newer, { remedy: 'refund', amount: 1_000_001, method: 'cash' }, 'out-of-bounds'],
      [newer, { ...restore(newer), uploads: [randomUUID()] }, 'invalid-input'],
      [newer, { ...restore(newer), body: '  ' } as never, 'invalid-input'],
      [newer, { remedy: 'refund', amount: 1.5, method: 'cash' }, 'invalid-input'],
      [newer, { remedy: 'refund', amount: 5 }, 'invalid-input'],
      [newer, { remedy: 'restore' }, 'invalid-input'],
      [newer, { remedy: 'extend' }, 'invalid-input'],
      [newer, { remedy: 'forgive' } as never, 'invalid-input'],
    ];
    const before = await newestMail();
    for (const [dispute, input, code] of refusals) {
      const was = await state(dispute);
      const answer = await settle(owner, dispute, input);
      expect({ input, code: answer.problem.code, status: answer.status >= 400 }).toEqual({ input, code, status: true });
      expect(await state(dispute)).toEqual(was);
    }
    expect(await mailsSince(salon.id, before)).toEqual([]);
    // A cancelled package takes a refund, and nothing else.
    expect((await settle(owner, cancelled, { remedy: 'refund', amount: 1_000_000, method: 'transfer' })).status).toBe(
      200,
    );
  });

  it('PK-21 PK-20 managers settle as they see fit, reception and agents within the salon’s limits per ticket, stylists not at all', async () => {
    const { body: settings } = await app.call(changePackageSettings, owner.as, {
      reminderDays: 7,
      muted: [],
      settleLimits: { sessions: 2, days: 10, refund: 50_000 },
    });
    expect(settings.settleLimits).toEqual({ sessions: 2, days: 10, refund: 50_000 });
    for (const role of roles) {
      const member = await givenMember(app, salon, role);
      const manages = ['OWNER', 'MANAGER'].includes(role);
      const barred = role === 'STAFF';
      const dispute = await disputed({ expiresOn: '2026-12-01' });
      const expected = barred ? 403 : 200;
      const beyond = manages ? 200 : 403;
      const again = true;
      const within = [
        await settle(member, dispute, { remedy: 'restore', service: dispute.service, sessions: 2 }),
        await settle(member, dispute, { remedy: 'extend', expiresOn: '2026-12-11', again }),
        await settle(member, dispute, { remedy: 'refund', amount: 50_000, method: 'cash', again }),
      ];
      const more = [
        await settle(member, dispute, { remedy: 'restore', service: dispute.service, sessions: 1, again }),
        await settle(member, dispute, { remedy: 'extend', expiresOn: '2026-12-12', again }),
        await settle(member, dispute, { remedy: 'extend', expiresOn: null, again }),
        await settle(member, dispute, { remedy: 'refund', amount: 100, method: 'cash', again }),
      ];
      expect({ role, within: within.map(({ status }) => status), more: more.map(({ status }) => status) }).toEqual({
        role,
        within: [expected, expected, expected],
        more: [beyond, beyond, beyond, beyond],
      });
      if (!manages && !barred) expect(more[0]?.problem).toMatchObject({ code: 'not-allowed', left: 0 });
      const read = await app.call(readPackageMatter, member.as, undefined, { id: dispute.ticket });
      expect(read.status).toBe(expected);
      if (!manages && !barred)
        expect(read.body.remedies).toMatchObject({
          restore: { refused: 'not-allowed', most: 0 },
          extend: { refused: 'not-allowed', most: 0 },
          refund: { refused: 'not-allowed', most: { amount: 0 } },
        });
    }
    await app.call(changePackageSettings, owner.as, {
      reminderDays: 7,
      muted: [],
      settleLimits: { sessions: 2, days: 30, refund: 0 },
    });
    for (const wrong of [
      { sessions: -1, days: 1, refund: 0 },
      // 1.50 Ft
      { sessions: 1, days: 1, refund: 150 },
      { sessions: 1, days: 1 },
      { sessions: '1', days: 1, refund: 0 },
    ])
      expect(
        (await app.call(changePackageSettings, owner.as, { reminderDays: 7, muted: [], settleLimits: wrong as never }))
          .status,
      ).toBe(400);
  });

  it('PK-21 read: the evidence as she saw it, the step as it is now, and what the reader may do', async () => {
    const dispute = await disputed({ expiresOn: '2026-12-01' });
    const { body: card } = await app.call(readOwnPackage, as, undefined, { id: dispute.id });
    const before = await matterOf(agent, dispute);
    expect(before).toMatchObject({
      kind: 'dispute',
      evidence: { step: { id: dispute.step, reversed: false, remainingAfter: 7, seq: 4 }, card },
      card,
      step: { id: dispute.step, reversed: false },
      settlements: [],
      remedies: {
        restore: { refused: null, most: 2, redemption: dispute.step },
        extend: { refused: null, most: 30 },
        refund: { refused: 'not-allowed', most: { amount: 0, currency: 'HUF' } },
      },
    });
    expect(before.history.map(({ kind }) => kind)).toEqual([
      'redemption',
      'redemption',
      'redemption',
      'payment',
      'sold',
    ]);
    expect((await matterOf(owner, dispute)).remedies).toMatchObject({
      restore: { refused: null, most: null },
      extend: { refused: null, most: null },
      refund: { refused: null, most: { amount: 1_000_000 } },
    });
    await app.call(reverseRedemption, owner.as, {}, { id: dispute.id, rid: dispute.step });
    const after = await matterOf(agent, dispute);
    expect(after.evidence).toEqual(before.evidence);
    expect(after).toMatchObject({ step: { reversed: true }, card: { services: [{ used: 2 }] } });
    expect(after.remedies.restore).toMatchObject({ refused: null, redemption: null });
  });

  it('PK-21 other salons’ tickets and tickets about nothing do not exist here; a plain reply stays as it was', async () => {
    const dispute = await disputed();
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    const input = { remedy: 'restore', redemption: dispute.step } as const;
    expect((await settle(stranger, dispute, input)).status).toBe(404);
    expect((await app.call(readPackageMatter, stranger.as, undefined, { id: dispute.ticket })).status).toBe(404);
    const plain = await app.call(openTicket, as, { type: 'OTHER', subject: 'Hours', description: 'When?' });
    const { body } = await app.call(readTicket, owner.as, undefined, { id: plain.body.id });
    expect(body.about).toBeNull();
    expect((await settle(owner, { ...dispute, ticket: plain.body.id }, input)).status).toBe(404);
    expect((await app.call(readPackageMatter, owner.as, undefined, { id: plain.body.id })).status).toBe(404);
    await app.call(replyToTicket, owner.as, { body: 'Nine to five.' }, { id: plain.body.id });
    const { items } = (await app.call(listMessages, owner.as, {}, { id: plain.body.id })).body;
    expect(items.map(({ side }) => side)).toEqual(['desk', 'requester']);
    expect((await cardOf(dispute)).services[0]?.used).toBe(3);
  });

  it('PK-21 what was settled stays: the application’s role can neither change nor delete it', async () => {
    const rights = await app.db.query<{ right: string }>(
      `SELECT privilege_type AS right FROM information_schema.role_table_grants WHERE table_name = 'package_settlement' AND grantee = 'bookinda_app' ORDER BY 1`,
    );
    expect(rights.map(({ right }) => right)).toEqual(['INSERT', 'SELECT']);
  });
});

/** @dates */
import { randomUUID } from 'node:crypto';
import { limits } from '@bookinda/contracts/limits';
import {
  assignTicket,
  closeOwnTicket,
  editTicket,
  listActivity,
  listMessages,
  moveTicket,
  noteOnTicket,
  openTicket,
  readOwnTicket,
  readTicket,
  replyToOwnTicket,
  replyToTicket,
} from '@bookinda/contracts/support/routes';
import {
  type Act,
  deskMoves,
  type StatusKind,
  salonSupport,
  statusKinds,
} from '@bookinda/contracts/support/ticket-lifecycle';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenTenant,
} from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
let agent: GivenMember;
let colleague: GivenMember;
let customer: As;
beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
  agent = await givenMember(app, salon, 'AGENT');
  colleague = await givenMember(app, salon, 'MANAGER');
  customer = await asCustomer(salon, await givenCustomer(app, salon));
});
afterAll(() => app.stop());

async function givenTicket(): Promise<{ id: string }> {
  const { body } = await app.call(openTicket, customer, {
    type: 'BILLING',
    subject: 'VAT status wrong',
    description: '27 % VAT though exempt',
  });
  return { id: body.id };
}

/** The acts over HTTP, and who does them. */
const acts: Record<
  Exclude<Act, 'silence'>,
  (names: { id: string }) => Promise<{ status: number; problem: { code: string }; body: unknown }>
> = {
  'requester-message': (names) => app.call(replyToOwnTicket, customer, { body: 'One more thing' }, names),
  'desk-reply': (names) => app.call(replyToTicket, agent.as, { body: 'We look into it' }, names),
  'desk-resolves': (names) => app.call(moveTicket, agent.as, { act: 'desk-resolves' }, names),
  'desk-acknowledges': (names) => app.call(moveTicket, agent.as, { act: 'desk-acknowledges' }, names),
  'desk-reopens': (names) => app.call(moveTicket, agent.as, { act: 'desk-reopens' }, names),
  'requester-closes': (names) => app.call(closeOwnTicket, customer, {}, names),
};

/** Shortest way into each kind that the salon preset knows. */
const ways: Partial<Record<StatusKind, (keyof typeof acts)[]>> = {
  new: [],
  'needs-reply': ['desk-acknowledges'],
  working: ['desk-reply'],
  solved: ['desk-resolves'],
  closed: ['requester-closes'],
};

describe('BS-05 every cell of the table, over HTTP', () => {
  for (const [from, way] of Object.entries(ways) as [StatusKind, (keyof typeof acts)[]][]) {
    for (const act of Object.keys(acts) as (keyof typeof acts)[]) {
      const to = salonSupport.moves[from][act];
      it(`BS-05 ${from} + ${act} → ${to ?? 'refused'}`, async () => {
        const ticket = await givenTicket();
        for (const step of way) await acts[step](ticket);
        const answer = await acts[act](ticket);
        const { body } = await app.call(readTicket, agent.as, undefined, ticket);
        expect(body.kind).toBe(to ?? from);
        expect(body.moves).toEqual(deskMoves('salon-support', body.kind));
        if (to === undefined)
          expect(answer).toMatchObject({
            status: 409,
            problem: { code: from === 'closed' ? 'ticket-closed' : 'move-refused' },
          });
        else expect(answer).toMatchObject({ status: 200, body: { kind: to } });
      });
    }
  }

  it('BS-05 no way leads back to OPEN', () => {
    for (const kind of statusKinds.filter((from) => from !== 'new'))
      expect(Object.values(salonSupport.moves[kind])).not.toContain('new');
  });
});

describe('a ticket’s life', () => {
  it('BS-05 looking changes nothing', async () => {
    const ticket = await givenTicket();
    const before = await app.call(readTicket, agent.as, undefined, ticket);
    const after = await app.call(readTicket, agent.as, undefined, ticket);
    expect(after.body).toEqual(before.body);
    expect(after.body.status).toBe('OPEN');
  });

  it('BS-07 a reply to a RESOLVED ticket re-opens it, counted', async () => {
    const ticket = await givenTicket();
    await app.call(replyToTicket, agent.as, { body: 'Done', resolve: 'done' }, ticket);
    expect((await app.call(readOwnTicket, customer, undefined, ticket)).body).toMatchObject({
      status: 'RESOLVED',
      resolution: 'done',
    });
    const { body } = await app.call(replyToOwnTicket, customer, { body: 'It is back' }, ticket);
    expect(body).toMatchObject({ status: 'AWAITING_RESPONSE' });
    expect((await app.call(readTicket, agent.as, undefined, ticket)).body).toMatchObject({
      reopenedCount: 1,
      resolution: null,
    });
  });

  it('BS-07 CLOSED refuses replies and takes notes; only the desk undoes it', async () => {
    const ticket = await givenTicket();
    await app.call(closeOwnTicket, customer, { reason: 'found it' }, ticket);
    expect((await app.call(replyToTicket, agent.as, { body: 'hello' }, ticket)).problem.code).toBe('ticket-closed');
    expect((await app.call(replyToOwnTicket, customer, { body: 'hello' }, ticket)).problem.code).toBe('ticket-closed');
    expect((await app.call(noteOnTicket, agent.as, { body: 'called her' }, ticket)).status).toBe(200);
    expect((await app.call(readTicket, agent.as, undefined, ticket)).body).toMatchObject({
      status: 'CLOSED',
      closingReason: 'found it',
      open: false,
    });
    expect((await app.call(moveTicket, agent.as, { act: 'desk-reopens' }, ticket)).body.status).toBe('IN_PROGRESS');
  });

  it('BS-05 the activity shows every step with who, when, before and after', async () => {
    const ticket = await givenTicket();
    await app.call(assignTicket, agent.as, { assignee: agent.id }, ticket);
    await app.call(noteOnTicket, agent.as, { body: 'same as TKT-0001?' }, ticket);
    await app.call(replyToTicket, agent.as, { body: 'Which browser?' }, ticket);
    await app.call(editTicket, agent.as, { category: 'TECHNICAL' }, ticket);
    await app.call(moveTicket, agent.as, { act: 'desk-resolves' }, ticket);
    await app.call(replyToOwnTicket, customer, { body: 'Not yet' }, ticket);
    const { body } = await app.call(listActivity, agent.as, {}, ticket);
    expect(
      body.items.map(({ kind, actor, change }) => [kind, actor.kind, change?.field, change?.from, change?.to]),
    ).toEqual([
      ['ticket-opened', 'requester', undefined, undefined, undefined],
      ['assigned', 'staff', 'assignee', null, agent.name],
      ['note-added', 'staff', undefined, undefined, undefined],
      ['desk-replied', 'staff', 'status', 'OPEN', 'IN_PROGRESS'],
      ['edited', 'staff', 'category', 'BILLING', 'TECHNICAL'],
      ['status-changed', 'staff', 'status', 'IN_PROGRESS', 'RESOLVED'],
      ['requester-replied', 'requester', 'status', 'RESOLVED', 'AWAITING_RESPONSE'],
    ]);
    const first = await app.call(listActivity, agent.as, { limit: 3 }, ticket);
    const rest = await app.call(listActivity, agent.as, { limit: 100, after: first.body.next ?? '' }, ticket);
    expect([...first.body.items, ...rest.body.items]).toEqual(body.items);
  });

  it('BS-08 notes, views, assignment and category are no activity', async () => {
    const ticket = await givenTicket();
    const { body: before } = await app.call(readTicket, agent.as, undefined, ticket);
    await app.call(noteOnTicket, agent.as, { body: 'a note' }, ticket);
    await app.call(assignTicket, agent.as, { assignee: agent.id }, ticket);
    await app.call(editTicket, agent.as, { category: 'OTHER' }, ticket);
    const { body: after } = await app.call(readTicket, agent.as, undefined, ticket);
    expect(after.lastActivityAt).toBe(before.lastActivityAt);
    expect(after.excerpt).toBe(before.excerpt);
  });

  it('never shows an internal note to the requester', async () => {
    const ticket = await givenTicket();
    await app.call(noteOnTicket, agent.as, { body: 'SECRET opinion' }, ticket);
    const own = await app.call(readOwnTicket, customer, undefined, ticket);
    expect(JSON.stringify(own.body)).not.toContain('SECRET');
    expect(own.body).not.toHaveProperty('assignee');
    expect((await app.call(readTicket, agent.as, undefined, ticket)).body.messages).toContainEqual(
      expect.objectContaining({ internal: true, body: 'SECRET opinion' }),
    );
  });
});

describe('two at once', () => {
  it('holds a reply back that has not seen the newer one, and sends it when forced', async () => {
    const ticket = await givenTicket();
    const { body: read } = await app.call(readTicket, agent.as, undefined, ticket);
    await app.call(replyToOwnTicket, customer, { body: 'Never mind, solved' }, ticket);
    const key = { 'idempotency-key': randomUUID() };
    const held = await app.call(replyToTicket, agent.as, { body: 'Which browser?', seen: read.seen }, ticket, key);
    expect(held).toMatchObject({
      status: 409,
      problem: { code: 'newer-activity', messages: [{ body: 'Never mind, solved' }] },
    });
    expect(
      (await app.call(replyToTicket, agent.as, { body: 'Which browser?', seen: read.seen, force: true }, ticket))
        .status,
    ).toBe(200);
    const { body: now } = await app.call(readTicket, agent.as, undefined, ticket);
    expect((await app.call(replyToTicket, agent.as, { body: 'More', seen: now.seen }, ticket)).status).toBe(200);
    expect((await app.call(replyToTicket, agent.as, { body: 'And more', seen: now.seen }, ticket)).status).toBe(200);
    expect((await app.call(replyToTicket, colleague.as, { body: 'Me too', seen: now.seen }, ticket)).problem.code).toBe(
      'newer-activity',
    );
  });

  it('resolves once when two resolve', async () => {
    const ticket = await givenTicket();
    const answers = await Promise.all(
      [agent, colleague].map((who) => app.call(moveTicket, who.as, { act: 'desk-resolves' }, ticket)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('keeps every one of fifty messages written at once, in one order, page by page', async () => {
    const ticket = await givenTicket();
    await Promise.all(
      Array.from({ length: 110 }, (_, n) =>
        app.call(n % 2 ? replyToTicket : replyToOwnTicket, n % 2 ? agent.as : customer, { body: `m${n}` }, ticket),
      ),
    );
    const { body } = await app.call(readTicket, agent.as, undefined, ticket);
    expect(body.messages).toHaveLength(100);
    expect(body.messageCount).toBe(111);
    const earlier = await app.call(listMessages, agent.as, { after: body.earlier ?? '' }, ticket);
    expect(new Set([...earlier.body.items, ...body.messages].map(({ id }) => id)).size).toBe(111);
    expect(earlier.body.next).toBeNull();
  });
});

describe('who may not', () => {
  it('BS-11 someone else’s ticket is not found, for every verb', async () => {
    const ticket = await givenTicket();
    const stranger = await asCustomer(salon, await givenCustomer(app, salon));
    const foreign = await givenTenant(app);
    const foreignAgent = await givenMember(app, foreign, 'OWNER');
    const tries = [
      app.call(readOwnTicket, stranger, undefined, ticket),
      app.call(replyToOwnTicket, stranger, { body: 'x' }, ticket),
      app.call(closeOwnTicket, stranger, {}, ticket),
      app.call(readTicket, foreignAgent.as, undefined, ticket),
      app.call(replyToTicket, foreignAgent.as, { body: 'x' }, ticket),
      app.call(noteOnTicket, foreignAgent.as, { body: 'x' }, ticket),
      app.call(moveTicket, foreignAgent.as, { act: 'desk-resolves' }, ticket),
      app.call(assignTicket, foreignAgent.as, { assignee: null }, ticket),
      app.call(listActivity, foreignAgent.as, {}, ticket),
    ];
    const random = await app.call(readTicket, foreignAgent.as, undefined, { id: randomUUID() });
    for (const answer of await Promise.all(tries)) {
      expect({ ...answer.problem, requestId: '' }).toEqual({ ...random.problem, requestId: '' });
    }
  });

  it('BS-11 staff without a desk role are refused; a foreign or unqualified assignee is unknown', async () => {
    const ticket = await givenTicket();
    const helper = await givenMember(app, salon, 'STAFF');
    expect((await app.call(readTicket, helper.as, undefined, ticket)).problem.code).toBe('not-allowed');
    const foreign = await givenMember(app, await givenTenant(app), 'AGENT');
    for (const assignee of [foreign.id, helper.id, randomUUID()]) {
      expect((await app.call(assignTicket, agent.as, { assignee }, ticket)).problem.errors?.[0]?.path).toBe('assignee');
    }
  });

  it('refuses a message beyond the limit and keeps the thread', async () => {
    const ticket = await givenTicket();
    const long = await app.call(replyToTicket, agent.as, { body: 'x'.repeat(limits.message + 1) }, ticket);
    expect(long.problem.errors?.[0]?.path).toBe('body');
    expect((await app.call(readTicket, agent.as, undefined, ticket)).body.messages).toHaveLength(1);
  });
});

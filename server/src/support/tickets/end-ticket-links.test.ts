import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { streamOwnEvents } from '@bookinda/contracts/notifications/routes';
import { pathOf } from '@bookinda/contracts/route';
import {
  closeOwnTicket,
  endTicketLinks,
  listActivity,
  moveTicket,
  openTicket,
  readEmbedConfig,
  readPassedTicket,
  replyToOwnTicket,
  replyToTicket,
} from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ticketPass } from '../../identity/ticket-pass.js';
import { Decide } from '../../notifications/decide.js';
import { Doors } from '../../platform/http/doors.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenTenant,
} from '../../test/given.js';
import { listenTo } from '../../test/live.js';
import { waitingMails } from '../../test/waiting-mails.js';

let app: TestApp;
let salon: GivenTenant;
let agent: GivenMember;
let customer: As;
let id: string;
beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
  agent = await givenMember(app, salon, 'AGENT');
});
afterAll(() => app.stop());
beforeEach(async () => {
  customer = await asCustomer(salon, await givenCustomer(app, salon));
  const { body } = await app.call(openTicket, customer, { type: 'BILLING', subject: 'VAT', description: 'Wrong.' });
  id = body.id;
});

const linkOf = (version: number): As => ({
  authorization: `Bearer ${ticketPass(app.config.keys, salon.id, id, version)}`,
});
const openBy = async (version: number) => {
  const { status, problem } = await app.call(readPassedTicket, linkOf(version));
  return status === 200 ? 200 : `${status} ${problem.code}`;
};
const endLinks = () => app.call(endTicketLinks, agent.as, undefined, { id });
const closedAgo = (days: number) =>
  app.db.query(`UPDATE ticket SET closed_at = now() - $2 * interval '1 day' - interval '1 minute' WHERE id = $1`, [
    id,
    days,
  ]);

/** The version that the link in the newest mail to the requester names. */
async function mailedLink(): Promise<string> {
  const events = await app.db.query<{ id: string }>(
    'SELECT id FROM event WHERE ticket_id = $1 AND decided_at IS NULL',
    [id],
  );
  await app.get(Decide).decide({ tenantId: salon.id, events: events.map((event) => event.id) });
  const mails = await waitingMails(
    app,
    `event_id IN (SELECT e.id FROM event e WHERE e.ticket_id = $1) ORDER BY m.id DESC`,
    [id],
  );
  return mails.map(({ body }) => /\/ticket#(vt_[\w-]+)/.exec(body)?.[1]).find(Boolean) ?? '';
}

it('a ticket’s links end at once and for good when the desk ends them; the next mail carries one that opens it', async () => {
  const before = await mailedLink();
  expect(await openBy(0)).toBe(200);
  expect((await endLinks()).status).toBe(204);
  expect(await openBy(0)).toBe('410 link-ended');
  expect((await app.call(readPassedTicket, { authorization: `Bearer ${before}` })).problem.code).toBe('link-ended');
  await app.call(replyToTicket, agent.as, { body: 'Mended.' }, { id });
  const after = await mailedLink();
  expect(after).not.toBe(before);
  expect((await app.call(readPassedTicket, { authorization: `Bearer ${after}` })).body).toMatchObject({ id });
  const { items } = (await app.call(listActivity, agent.as, { limit: 100 }, { id })).body;
  expect(items.filter(({ kind }) => kind === 'ticket-links-ended')).toMatchObject([
    { actor: { kind: 'staff', name: agent.name }, public: false },
  ]);
});

it('a link ends 30 days after the ticket is closed, and lives again when it is re-opened', async () => {
  await app.call(closeOwnTicket, customer, {}, { id });
  expect(await openBy(0)).toBe(200);
  await closedAgo(29);
  expect(await openBy(0)).toBe(200);
  await closedAgo(30);
  expect(await openBy(0)).toBe('410 link-ended');
  expect((await app.call(moveTicket, agent.as, { act: 'desk-reopens' }, { id })).status).toBe(200);
  expect(await openBy(0)).toBe(200);
  await app.call(replyToTicket, agent.as, { body: 'Open again.' }, { id });
  const { status } = await app.call(readPassedTicket, { authorization: `Bearer ${await mailedLink()}` });
  expect(status).toBe(200);
});

it('links that were ended stay so through a re-opening', async () => {
  await endLinks();
  await app.call(closeOwnTicket, customer, {}, { id });
  await app.call(moveTicket, agent.as, { act: 'desk-reopens' }, { id });
  expect(await openBy(0)).toBe('410 link-ended');
  expect(await openBy(1)).toBe(200);
});

describe('an ended link', () => {
  it('opens none of the routes that take a link, but for what every page shows', async () => {
    const taking = app.get(Doors).all.filter(({ rules }) => rules.to.kinds.includes('pass'));
    expect(taking.length).toBeGreaterThan(7);
    const inputs: Record<string, object> = {
      'reply-to-own-ticket': { body: 'Hello?' },
      'follow-up-passed-ticket': { description: 'Again.' },
    };
    const closedLongAgo = async () => {
      await app.call(closeOwnTicket, customer, {}, { id });
      await closedAgo(31);
    };
    for (const end of [endLinks, closedLongAgo]) {
      await app.db.query('UPDATE ticket SET link_version = 0 WHERE id = $1', [id]);
      await end();
      for (const { route } of taking) {
        const answer = await fetch(app.url + pathOf(route, { id }), {
          method: route.method,
          headers: { ...linkOf(0), 'content-type': 'application/json', 'idempotency-key': `key-${route.verb}` },
          ...(route.method === 'GET' ? {} : { body: JSON.stringify(inputs[route.verb] ?? {}) }),
        });
        const code = answer.status === 200 ? 200 : ((await answer.json()) as { code: string }).code;
        expect({ verb: route.verb, code }).toEqual({
          verb: route.verb,
          code: route.verb === readEmbedConfig.verb ? 200 : 'link-ended',
        });
      }
    }
  });

  it('ends the streams it opened, before anything more is heard', async () => {
    const stream = await listenTo(app, streamOwnEvents, linkOf(0));
    const hers = await listenTo(app, streamOwnEvents, customer);
    await endLinks();
    for (let tries = 0; !stream.ended && tries < 200; tries++) await pause(25);
    expect(stream.ended).toBe(true);
    await app.call(replyToTicket, agent.as, { body: 'Not for the link.' }, { id });
    const heard = () => hers.changes.map(({ kind }) => kind);
    for (let tries = 0; !heard().includes('desk-replied') && tries < 200; tries++) await pause(25);
    expect(heard()).toContain('desk-replied');
    expect(heard()).not.toContain('ticket-links-ended');
    expect(stream.changes.at(-1)?.kind).toBe('ticket-links-ended');
    expect((await app.call(streamOwnEvents, linkOf(0))).problem.code).toBe('link-ended');
  });

  it('leaves the customer’s own way to her ticket open', async () => {
    await endLinks();
    expect((await app.call(replyToOwnTicket, customer, { body: 'Still here.' }, { id })).status).toBe(200);
  });
});

it('whoever may answer may end links; others may not, nor another tenant', async () => {
  const may = [agent.as, await givenApiKey(app, salon, ['tickets:write'])];
  const mayNot = [
    (await givenMember(app, salon, 'STAFF')).as,
    await givenApiKey(app, salon, ['tickets:read']),
    customer,
    linkOf(0),
  ];
  const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
  for (const as of mayNot) expect((await app.call(endTicketLinks, as, undefined, { id })).status).toBe(403);
  expect((await app.call(endTicketLinks, stranger.as, undefined, { id })).status).toBe(404);
  expect(await openBy(0)).toBe(200);
  for (const as of may) expect((await app.call(endTicketLinks, as, undefined, { id })).status).toBe(204);
});

it('a link from before there were versions opens its ticket until links are ended', async () => {
  const ids = Buffer.from((salon.id + id).replaceAll('-', ''), 'hex');
  const secret = 'a secret for tests, long enough to pass';
  const mark = createHmac('sha256', secret).update('ticket-pass').update(ids).digest().subarray(0, 24);
  const as = { authorization: `Bearer vt_${Buffer.concat([ids, mark]).toString('base64url')}` };
  expect((await app.call(readPassedTicket, as)).status).toBe(200);
  await endLinks();
  expect((await app.call(readPassedTicket, as)).problem.code).toBe('link-ended');
});

import {
  closeSupportRequest,
  countSupportRequests,
  listSupportRequests,
  listTickets,
  openSupportRequest,
  readSupportDesk,
  readSupportRequest,
  readTicket,
  replyToSupportRequest,
  replyToTicket,
} from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenMember, type GivenTenant, givenMember, givenTenant } from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
let platform: GivenTenant;
let [owner, reception, helper, agent] = [] as unknown as [GivenMember, GivenMember, GivenMember, GivenMember];
beforeAll(async () => {
  app = await testApp();
  platform = await givenTenant(app, { kind: 'platform' });
  salon = await givenTenant(app);
  [owner, reception, helper] = [
    await givenMember(app, salon, 'OWNER'),
    await givenMember(app, salon, 'RECEPTION'),
    await givenMember(app, salon, 'STAFF'),
  ];
  agent = await givenMember(app, platform, 'AGENT');
});
afterAll(() => app.stop());

const words = {
  type: 'BILLING',
  subject: 'VAT status wrong',
  description: 'Our invoice has 27 % VAT but we are exempt.',
};

it('BS-01 the salon writes to the platform’s desk and both see the same thread', async () => {
  const opened = await app.call(openSupportRequest, owner.as, words);
  expect(opened.body).toMatchObject({ number: 'TKT-0001', status: 'OPEN' });
  const desk = await app.call(readTicket, agent.as, undefined, { id: opened.body.id });
  expect(desk.body).toMatchObject({ subject: words.subject, requester: { name: owner.name } });
  await app.call(replyToTicket, agent.as, { body: 'Corrected.' }, { id: opened.body.id });
  const own = await app.call(readSupportRequest, owner.as, undefined, { id: opened.body.id });
  expect(own.body).toMatchObject({
    status: 'IN_PROGRESS',
    messages: [{ mine: true }, { side: 'desk', body: 'Corrected.' }],
  });
  expect(
    (await app.call(replyToSupportRequest, owner.as, { body: 'Thanks' }, { id: opened.body.id })).body.status,
  ).toBe('AWAITING_RESPONSE');
});

it('BS-01 BS-11 reception sees its own, owner all, staff none; counts agree with lists', async () => {
  const mine = await app.call(openSupportRequest, reception.as, { ...words, subject: 'Printer' });
  const byOwner = await app.call(openSupportRequest, owner.as, words);
  const seen = await app.call(listSupportRequests, reception.as, {});
  expect(seen.body.items.map(({ id }) => id)).toEqual([mine.body.id]);
  expect((await app.call(readSupportRequest, reception.as, undefined, { id: byOwner.body.id })).status).toBe(404);
  expect((await app.call(closeSupportRequest, reception.as, {}, { id: byOwner.body.id })).status).toBe(404);
  expect((await app.call(listSupportRequests, helper.as, {})).problem.code).toBe('not-allowed');
  for (const who of [owner, reception]) {
    const { body: counts } = await app.call(countSupportRequests, who.as);
    for (const tab of ['open', 'closed'] as const)
      expect((await app.call(listSupportRequests, who.as, { tab })).body.items).toHaveLength(counts[tab]);
    expect((await app.call(listSupportRequests, who.as, {})).body.items).toHaveLength(counts.all);
  }
});

it('BS-09 closing an OPEN ticket withdraws it, with an optional reason', async () => {
  const { body } = await app.call(openSupportRequest, owner.as, words);
  expect((await app.call(closeSupportRequest, owner.as, { reason: 'our mistake' }, { id: body.id })).body.status).toBe(
    'CLOSED',
  );
  expect((await app.call(replyToSupportRequest, owner.as, { body: 'x' }, { id: body.id })).problem.code).toBe(
    'ticket-closed',
  );
});

it('BS-11 another salon’s ticket is not found, and its list is empty', async () => {
  const { body } = await app.call(openSupportRequest, owner.as, words);
  const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
  expect((await app.call(readSupportRequest, stranger.as, undefined, { id: body.id })).status).toBe(404);
  expect((await app.call(listSupportRequests, stranger.as, {})).body.items).toEqual([]);
  expect((await app.call(listTickets, stranger.as, {})).body.items).toEqual([]);
});

it('BS-04 the requester reads "Waiting for support" where the desk reads "Needs our reply"', async () => {
  const { body } = await app.call(readSupportDesk, owner.as);
  const waiting = body.statuses.find(({ code }) => code === 'AWAITING_RESPONSE');
  expect([waiting?.requesterLabel.en, waiting?.label.en, waiting?.colour]).toEqual([
    'Waiting for support',
    'Needs our reply',
    'yellow',
  ]);
  expect(body.categories.map(({ code, colour }) => [code, colour])).toEqual([
    ['BILLING', 'green'],
    ['TECHNICAL', 'red'],
    ['FEATURE_REQUEST', 'purple'],
    ['OTHER', 'gray'],
  ]);
  expect(body.usualAnswer).toEqual({ fromHours: 24, toHours: 48, measured: false });
  expect(body.members).toEqual([]);
});

it('the platform has no desk above it', async () => {
  expect((await app.call(listSupportRequests, (await givenMember(app, platform, 'OWNER')).as, {})).status).toBe(403);
});

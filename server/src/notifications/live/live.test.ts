import { setTimeout as pause } from 'node:timers/promises';
import { streamEvents, streamOwnEvents, streamSupportEvents } from '@bookinda/contracts/notifications/routes';
import { redeemSession } from '@bookinda/contracts/packages/routes';
import type { Route } from '@bookinda/contracts/route';
import { noteOnTicket, openSupportRequest, openTicket, replyToTicket } from '@bookinda/contracts/support/routes';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { ticketPass } from '../../identity/ticket-pass.js';
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
import { type HeardStream, listenTo } from '../../test/live.js';
import { LiveHub } from './live-hub.js';

let app: TestApp;
let second: TestApp;
let platform: GivenTenant;
let salon: GivenTenant;
let other: GivenTenant;
let owner: GivenMember;
let agent: GivenMember;
const open: HeardStream[] = [];
beforeAll(async () => {
  app = await testApp();
  second = await testApp({}, app.db);
  platform = await givenTenant(app, { kind: 'platform' });
  salon = await givenTenant(app);
  other = await givenTenant(app);
  owner = await givenMember(app, salon, 'OWNER');
  agent = await givenMember(app, salon, 'AGENT');
});
afterAll(async () => {
  await second.stop();
  await app.stop();
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});

const words = { type: 'TECHNICAL', subject: 'Booking save error', description: 'Nothing happens.' };
/** Long enough for whatever would be delivered wrongly. */
const quietly = () => pause(250);

async function listen(
  route: Route,
  as: As,
  { at = app, headers = {} }: { at?: TestApp; headers?: As } = {},
): Promise<HeardStream> {
  const stream = await listenTo(at, route, as, headers);
  open.push(stream);
  return stream;
}

it('NT-03 the desk hears of a new ticket, on whatever instance; the other salon does not', async () => {
  const here = await listen(streamEvents, agent.as);
  const there = await listen(streamEvents, owner.as, { at: second });
  const stranger = await listen(streamEvents, (await givenMember(app, other, 'OWNER')).as);
  const customerId = await givenCustomer(app, salon);
  const { body } = await app.call(openTicket, await asCustomer(salon, customerId), words);
  const [change] = await here.heard(1);
  expect(change).toMatchObject({ kind: 'ticket-opened', ticket: body.id, package: null, customer: customerId });
  expect(await there.heard(1)).toEqual([change]);
  await quietly();
  expect(stranger.changes).toEqual([]);
  expect(here.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(here.headers.get('x-content-type-options')).toBe('nosniff');
});

it('NT-03 a role hears only of what it may read', async () => {
  const staff = await listen(streamEvents, (await givenMember(app, salon, 'STAFF')).as);
  const desk = await listen(streamEvents, agent.as);
  const customerId = await givenCustomer(app, salon);
  const sold = await givenPackage(app, salon, customerId);
  await app.call(openTicket, await asCustomer(salon, customerId), words);
  await app.call(redeemSession, owner.as, { service: sold.services[0]! }, { id: sold.id });
  expect(await staff.heard(1)).toMatchObject([{ ticket: null, package: sold.id }]);
  expect(await desk.heard(1)).toMatchObject([{ package: null }]);
  await quietly();
  expect([staff.changes.length, desk.changes.length]).toEqual([1, 1]);
});

it('WX-02, NT-03 a customer hears of her own tickets and packages, and of nothing internal', async () => {
  const [her, neighbour] = [await givenCustomer(app, salon), await givenCustomer(app, salon)];
  const as = await asCustomer(salon, her);
  const hers = await listen(streamOwnEvents, as);
  const neighbours = await listen(streamOwnEvents, await asCustomer(salon, neighbour));
  const { body: ticket } = await app.call(openTicket, as, words);
  const sold = await givenPackage(app, salon, her);
  await app.call(noteOnTicket, agent.as, { body: 'Internal.' }, { id: ticket.id });
  await app.call(redeemSession, owner.as, { service: sold.services[0]! }, { id: sold.id });
  const changes = await hers.heard(2);
  await quietly();
  expect(changes.map(({ kind }) => kind)).not.toContain('note-added');
  expect(changes.map((change) => change.ticket ?? change.package)).toEqual([ticket.id, sold.id]);
  expect(neighbours.changes).toEqual([]);
});

it('NT-03 a mail’s link hears of its one ticket', async () => {
  const as = await asCustomer(salon, await givenCustomer(app, salon));
  const [one, two] = [await app.call(openTicket, as, words), await app.call(openTicket, as, words)];
  await quietly();
  const stream = await listen(streamOwnEvents, {
    authorization: `Bearer ${ticketPass(app.config.keys, salon.id, one.body.id, 0)}`,
  });
  await app.call(replyToTicket, agent.as, { body: 'For two.' }, { id: two.body.id });
  await app.call(replyToTicket, agent.as, { body: 'For one.' }, { id: one.body.id });
  expect(await stream.heard(1)).toMatchObject([{ kind: 'desk-replied', ticket: one.body.id }]);
});

it('BS-11 a salon hears of its own requests at the platform; reception of those it opened', async () => {
  const reception = await givenMember(app, salon, 'RECEPTION');
  const stranger = await givenMember(app, other, 'OWNER');
  const streams = await Promise.all([owner, reception, stranger].map(({ as }) => listen(streamSupportEvents, as)));
  const { body: ownersTicket } = await app.call(openSupportRequest, owner.as, words);
  const { body: receptionsTicket } = await app.call(openSupportRequest, reception.as, words);
  const platformAgent = await givenMember(app, platform, 'AGENT');
  await app.call(noteOnTicket, platformAgent.as, { body: 'Internal.' }, { id: ownersTicket.id });
  expect((await streams[0]!.heard(2)).map(({ ticket }) => ticket)).toEqual([ownersTicket.id, receptionsTicket.id]);
  expect((await streams[1]!.heard(1)).map(({ ticket }) => ticket)).toEqual([receptionsTicket.id]);
  await quietly();
  expect(streams.map(({ changes }) => changes.length)).toEqual([2, 1, 0]);
  expect((await listenTo(app, streamSupportEvents, (await givenMember(app, salon, 'STAFF')).as)).status).toBe(403);
});

it('NT-03 a client that comes back reads what it missed', async () => {
  const as = await asCustomer(salon, await givenCustomer(app, salon));
  const first = await listen(streamOwnEvents, as);
  const { body: one } = await app.call(openTicket, as, words);
  const [known] = await first.heard(1);
  first.close();
  const { body: two } = await app.call(openTicket, as, words);
  const again = await listen(streamOwnEvents, as, { headers: { 'last-event-id': known?.id ?? '' } });
  // An event may come twice, from the rows and from its notice: clients drop ids they know.
  const heard = () => [...new Set(again.changes.map(({ ticket }) => ticket))];
  for (let tries = 0; heard().length < 2 && tries < 100; tries++) await pause(25);
  expect(heard().sort()).toEqual([one.id, two.id].sort());
});

it('NT-03 a forged notice tells nothing', async () => {
  const { body: ticket } = await app.call(openTicket, await asCustomer(salon, await givenCustomer(app, salon)), words);
  const [event] = await app.db.query<{ id: string }>('SELECT id FROM event WHERE ticket_id = $1', [ticket.id]);
  const stranger = await listen(streamEvents, (await givenMember(app, other, 'OWNER')).as);
  for (const tenantId of [other.id, salon.id]) {
    await app.db.query(`SELECT pg_notify('bookinda_news', $1)`, [JSON.stringify({ tenantId, events: [event?.id] })]);
  }
  await app.db.query(`SELECT pg_notify('bookinda_news', 'nonsense')`);
  await quietly();
  expect(stranger.changes).toEqual([]);
});

it('NT-03 after its database connection broke, an instance makes up for what it missed', async () => {
  const as = await asCustomer(salon, await givenCustomer(app, salon));
  const stream = await listen(streamOwnEvents, as);
  // Both listeners, so that nobody hears; the ticket is opened before they are back.
  await app.db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN bookinda_news%'`,
  );
  const { body: ticket } = await app.call(openTicket, as, words);
  expect((await stream.heard(1))[0]).toMatchObject({ ticket: ticket.id });
});

it('a session that ends takes its stream with it', async () => {
  const hub = app.get(LiveHub);
  hub.heartbeatMs = 60;
  const member = await givenMember(app, salon, 'MANAGER');
  const stream = await listen(streamEvents, member.as);
  await pause(200);
  expect(stream.comments.length).toBeGreaterThan(0);
  expect(stream.ended).toBe(false);
  await app.db.query('DELETE FROM auth.session WHERE person_id = $1', [member.id]);
  await pause(300);
  expect(stream.ended).toBe(true);
  hub.heartbeatMs = 20_000;
});

it('a reader that reads nothing is cut off', async () => {
  const hub = app.get(LiveHub);
  const before = hub.size;
  const { Socket } = await import('node:net');
  const socket = new Socket();
  socket.on('error', () => undefined);
  const { hostname, port } = new URL(app.url);
  await new Promise<void>((done) => socket.connect(Number(port), hostname, done));
  socket.pause();
  socket.write(`GET /v1/events HTTP/1.1\r\nhost: x\r\ncookie: ${agent.as['cookie']}\r\n\r\n`);
  for (let tries = 0; hub.size === before && tries < 100; tries++) await pause(20);
  expect(hub.size).toBe(before + 1);
  const events = await app.db.query<{ id: string }>(
    `INSERT INTO event (tenant_id, kind, ticket_id, actor_kind, actor_name, public, decided_at)
     SELECT $1, 'edited', (SELECT id FROM ticket WHERE tenant_id = $1 LIMIT 1), 'system', 'x', true, now() FROM generate_series(1, 400) RETURNING id`,
    [salon.id],
  );
  const news = { tenantId: salon.id, events: events.map(({ id }) => id) };
  let written = 0;
  for (; hub.size > before && written < 400; written++) {
    hub.hear(news);
    await pause(15);
  }
  expect(hub.size).toBe(before);
  expect(written).toBeGreaterThan(3);
  socket.destroy();
}, 60_000);

it('a stop ends the streams at once', async () => {
  const third = await testApp({}, app.db);
  const stream = await listenTo(third, streamEvents, agent.as);
  const began = Date.now();
  await third.stop();
  await quietly();
  expect(stream.ended).toBe(true);
  expect(Date.now() - began).toBeLessThan(5_000);
});

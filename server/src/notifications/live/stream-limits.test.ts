import { setTimeout as pause } from 'node:timers/promises';
import { streamEvents, streamOwnEvents, streamSupportEvents } from '@bookinda/contracts/notifications/routes';
import type { Route } from '@bookinda/contracts/route';
import { openTicket } from '@bookinda/contracts/support/routes';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { SiteKeys } from '../../identity/site-keys.js';
import { Database } from '../../platform/database/database.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenSession,
  givenTenant,
} from '../../test/given.js';
import { type HeardStream, listenTo } from '../../test/live.js';
import { since } from './audience.js';
import { LiveHub } from './live-hub.js';

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;
const open: HeardStream[] = [];
beforeAll(async () => {
  app = await testApp();
  await givenTenant(app, { kind: 'platform' });
  salon = await givenTenant(app);
  owner = await givenMember(app, salon, 'OWNER');
});
afterAll(() => app.stop());
afterEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  await until(() => app.get(LiveHub).size === 0);
});

const words = { type: 'TECHNICAL', subject: 'Hello', description: 'Nothing happens.' };

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds() && tries < 400; tries++) await pause(25);
  expect(holds()).toBe(true);
}

async function listen(route: Route, as: As, headers: As = {}, at = app): Promise<HeardStream> {
  const stream = await listenTo(at, route, as, headers);
  open.push(stream);
  return stream;
}

/** Events of the salon that are decided already, about one customer each, and about that customer's ticket where there is one. */
function givenEvents(count: number, customers: string[]): Promise<unknown> {
  return app.db.query(
    `INSERT INTO event (tenant_id, kind, customer_id, ticket_id, actor_kind, actor_name, public, decided_at)
     SELECT $1, 'edited', c.id, (SELECT t.id FROM ticket t WHERE t.tenant_id = $1 AND t.customer_id = c.id LIMIT 1), 'system', 'x', true, now()
     FROM generate_series(1, $2::int) n, unnest($3::uuid[]) WITH ORDINALITY AS c(id, place) WHERE c.place = 1 + n % cardinality($3::uuid[])`,
    [salon.id, count, customers],
  );
}

it('NT-03 one browser has six streams at most; another browser of the same person has its own six', async () => {
  const statuses: number[] = [];
  for (const route of [
    streamEvents,
    streamSupportEvents,
    streamEvents,
    streamSupportEvents,
    streamEvents,
    streamEvents,
  ])
    statuses.push((await listen(route, owner.as)).status);
  const refused = await listen(streamEvents, owner.as);
  expect([...statuses, refused.status]).toEqual([200, 200, 200, 200, 200, 200, 429]);
  expect(refused.headers.get('retry-after')).toBe('30');
  expect((await listen(streamEvents, await givenSession(app, salon, owner.id))).status).toBe(200);
  open.splice(0, 1)[0]?.close();
  await until(() => app.get(LiveHub).size === 6);
  expect((await listen(streamEvents, owner.as)).status).toBe(200);
});

it('NT-03 one person has 24 streams at most, in however many browsers, and takes none from a colleague', async () => {
  const statuses: number[] = [];
  for (let browser = 0; browser < 5; browser++) {
    const as = await givenSession(app, salon, owner.id);
    for (let n = 0; n < 6; n++) statuses.push((await listen(streamEvents, as)).status);
  }
  expect(statuses).toEqual([...Array<number>(24).fill(200), ...Array<number>(6).fill(429)]);
  const colleague = await givenMember(app, salon, 'RECEPTION');
  expect((await listen(streamEvents, colleague.as)).status).toBe(200);
});

it('NT-03 one customer has six streams at most, and takes none from another', async () => {
  const her = await asCustomer(salon, await givenCustomer(app, salon));
  const statuses: number[] = [];
  for (let n = 0; n < 8; n++) statuses.push((await listen(streamOwnEvents, her)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
  const neighbour = await asCustomer(salon, await givenCustomer(app, salon));
  expect((await listen(streamOwnEvents, neighbour)).status).toBe(200);
});

it('NT-03 a server that holds as many streams as it may refuses more, and serves everything else', async () => {
  const small = await testApp({ MAX_STREAMS: '3' }, app.db);
  try {
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) {
      const customer = await asCustomer(salon, await givenCustomer(app, salon));
      statuses.push((await listen(streamOwnEvents, customer, {}, small)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 503]);
    expect((await fetch(`${small.url}/health/ready`)).status).toBe(200);
  } finally {
    await small.stop();
  }
});

it('NT-03 a stream that was away for longer than an hour gets `resync`: no history is read', async () => {
  const customer = await givenCustomer(app, salon);
  const live = await listen(streamEvents, owner.as);
  await app.call(openTicket, await asCustomer(salon, customer), words);
  // Told live before the streams below open.
  await until(() => live.changes.length > 0);
  for (const one of open.splice(0)) one.close();
  await givenEvents(20, [customer]);
  for (const [route, as] of [
    [streamOwnEvents, await asCustomer(salon, customer)],
    [streamEvents, owner.as],
  ] as const) {
    for (const last of ['00000000-0000-7000-8000-000000000000', '01890000-0000-7000-8000-000000000000']) {
      const stream = await listen(route, as, { 'last-event-id': last });
      await until(() => stream.resyncs.length > 0);
      expect([stream.resyncs.length, stream.changes]).toEqual([1, []]);
      // It resumes from now on.
      const again = await listen(route, as, { 'last-event-id': stream.resyncs[0] ?? '' });
      await until(() => again.changes.length >= 20);
      expect(again.resyncs).toEqual([]);
      for (const one of open.splice(0)) one.close();
    }
  }
});

it('NT-03 a stream that missed 500 changes or more gets `resync` instead of some of them', async () => {
  const customer = await givenCustomer(app, salon);
  await app.call(openTicket, await asCustomer(salon, customer), words);
  const [first] = await app.db.query<{ id: string }>('SELECT uuidv7() AS id', []);
  await givenEvents(600, [customer]);
  const stream = await listen(streamOwnEvents, await asCustomer(salon, customer), { 'last-event-id': first?.id ?? '' });
  await until(() => stream.resyncs.length > 0);
  expect(stream.changes).toEqual([]);
});

it('NT-03 a customer’s catch-up is one range of an index, however much happened to others', async () => {
  const others = await Promise.all(Array.from({ length: 20 }, () => givenCustomer(app, salon)));
  await givenEvents(20_000, others);
  await app.db.query('ANALYZE event');
  const her = await givenCustomer(app, salon);
  const { seen, plan } = await app.get(Database).read({ tenantId: salon.id, customerId: her }, async (tx) => {
    await tx.rows('SET LOCAL plan_cache_mode = force_generic_plan');
    await tx.rows(
      `PREPARE catch_up (uuid, uuid, boolean, boolean, boolean, boolean, uuid, uuid, uuid) AS ${since.customer.text}`,
    );
    const rows = await tx.rows<{ 'QUERY PLAN': string }>(
      `EXPLAIN EXECUTE catch_up ('${salon.id}', '00000000-0000-7000-8000-000000000000', true, true, true, false, '${her}', NULL, NULL)`,
    );
    await tx.rows('DEALLOCATE catch_up');
    return { seen: await tx.rows('SELECT id FROM customer'), plan: rows.map((row) => row['QUERY PLAN']).join('\n') };
  });
  // The plan is the one of her own scope.
  expect(seen).toEqual([{ id: her }]);
  expect(plan).toMatch(/event_of_customer/);
  expect(plan).not.toMatch(/Seq Scan on event/);
  expect(plan).toMatch(/Index Cond: \(\(tenant_id = .*customer_id = .*id >= /);
});

it('NT-03 a customer hears of what she missed over that index, and of no other', async () => {
  const [her, neighbour] = [await givenCustomer(app, salon), await givenCustomer(app, salon)];
  const [first] = await app.db.query<{ id: string }>('SELECT uuidv7() AS id', []);
  await app.call(openTicket, await asCustomer(salon, neighbour), words);
  const { body: ticket } = await app.call(openTicket, await asCustomer(salon, her), words);
  const stream = await listen(streamOwnEvents, await asCustomer(salon, her), { 'last-event-id': first?.id ?? '' });
  await until(() => stream.changes.length > 0);
  expect([...new Set(stream.changes.map((change) => change.ticket))]).toEqual([ticket.id]);
});

it('the stream of a customer whose key was revoked ends', async () => {
  const hub = app.get(LiveHub);
  hub.heartbeatMs = 40;
  try {
    const tenant = await givenTenant(app);
    const stream = await listen(streamOwnEvents, await asCustomer(tenant, await givenCustomer(app, tenant)));
    await until(() => stream.comments.length > 3);
    await app.db.query('UPDATE site_key SET revoked_at = now() WHERE tenant_id = $1', [tenant.id]);
    app.get(SiteKeys).forget();
    await until(() => stream.ended);
  } finally {
    hub.heartbeatMs = 20_000;
  }
});

it('with two hundred open streams, and fifty that ask for the whole history at once, the server is still ready in time', async () => {
  const customers = await Promise.all(Array.from({ length: 50 }, () => givenCustomer(app, salon)));
  const callers = await Promise.all(customers.map((customer) => asCustomer(salon, customer)));
  for (const as of callers) await Promise.all([1, 2, 3, 4].map(() => listen(streamOwnEvents, as)));
  expect(app.get(LiveHub).size).toBe(200);
  const asked = callers.map((as) =>
    listen(streamOwnEvents, as, { 'last-event-id': '00000000-0000-7000-8000-000000000000' }),
  );
  const began = Date.now();
  const ready = await fetch(`${app.url}/health/ready`);
  const waited = Date.now() - began;
  await Promise.all(asked);
  expect(ready.status).toBe(200);
  // A container's health check gives three seconds.
  expect(waited).toBeLessThan(3_000);
}, 120_000);

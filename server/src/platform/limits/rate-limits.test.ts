import { Agent, request } from 'node:http';
import type { Route } from '@bookinda/contracts/route';
import { readChallenge, readEmbedConfig } from '@bookinda/contracts/support/routes';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { asVisitor, type GivenTenant, givenTenant } from '../../test/given.js';
import { RateLimits } from './rate-limits.js';

let app: TestApp;
let other: TestApp;
let salon: GivenTenant;
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  process.env.TRUST_PROXY = '127.0.0.1';
  app = await testApp({ RATE_LIMITS: '1' });
  other = await testApp({ RATE_LIMITS: '1' }, app.db);
  other.clock.moveTo(app.clock.instant());
  salon = await givenTenant(app);
});
afterEach(() => {
  app.clock.moveBy({ minutes: 2 });
  other.clock.moveTo(app.clock.instant());
});
afterAll(async () => {
  delete process.env.TRUST_PROXY;
  agent.destroy();
  await other.stop();
  await app.stop();
});

/** The status of a call of a visitor at `address`. */
function statusFrom(address: string, { path }: Route = readChallenge, at = app): Promise<number> {
  return new Promise((done, fail) => {
    const headers = { ...asVisitor(salon), 'x-forwarded-for': address };
    request(at.url + path, { agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0));
    })
      .on('error', fail)
      .end();
  });
}

async function refusedOf(addresses: string[], route?: Route): Promise<number> {
  let refused = 0;
  for (const address of addresses) if ((await statusFrom(address, route)) === 429) refused++;
  return refused;
}

it('gives one IPv6 subscriber one limit: 120 addresses of a /64 have 60 calls a minute between them', async () => {
  expect(await refusedOf(Array.from({ length: 120 }, (_, n) => `2001:db8:0:7::${n.toString(16)}`))).toBe(60);
  expect(await statusFrom('2001:db8:0:8::1')).toBe(200);
});

it('gives a /48 ten times the limit of a /64', async () => {
  const addresses = Array.from({ length: 620 }, (_, n) => `2001:db8:5:${(n % 31).toString(16)}::1`);
  expect(await refusedOf(addresses)).toBe(20);
  expect(await statusFrom('2001:db8:6::1')).toBe(200);
});

it('counts an IPv4 address once, also where it is written as IPv6', async () => {
  const addresses = Array.from({ length: 62 }, (_, n) => (n % 2 ? '::ffff:203.0.113.9' : '203.0.113.9'));
  expect(await refusedOf(addresses)).toBe(2);
});

it('limits routes that name no limit of their own', async () => {
  expect(await refusedOf(Array<string>(602).fill('203.0.113.10'), readEmbedConfig)).toBe(2);
});

it('shares a limit between instances, and writes no row for callers who come once', async () => {
  // Of the window that runs now: an exchange that was under way may still write what came before.
  const rows = () =>
    app.db.query<{ who: string }>(`SELECT who FROM rate_window WHERE name = 'read-challenge/60' AND ends_at > $1`, [
      app.clock.instant(),
    ]);
  await app.db.query('DELETE FROM rate_window');
  for (let n = 0; n < 60; n++) await statusFrom('203.0.113.11');
  for (let n = 0; n < 20; n++) await statusFrom(`203.0.113.${100 + n}`);
  await app.get(RateLimits).exchange();
  expect(await rows()).toEqual([{ who: `${salon.id} 203.0.113.11` }]);
  const limits = other.get(RateLimits);
  for (let n = 0; n < 20; n++) await statusFrom('203.0.113.11', readChallenge, other);
  await limits.exchange();
  expect(await statusFrom('203.0.113.11', readChallenge, other)).toBe(429);
});

it('deletes windows that have ended from the table', async () => {
  await app.db.query(
    `INSERT INTO rate_window (name, who, starts_at, ends_at, hits) SELECT 'old', n::text, $1::timestamptz - interval '1 hour', $1::timestamptz - interval '1 minute', 1 FROM generate_series(1, 50) n`,
    [app.clock.instant()],
  );
  // The exchange of every second may be the one that deletes them.
  app.clock.moveBy({ minutes: 2 });
  await app.get(RateLimits).exchange();
  while ((await app.db.query(`SELECT FROM rate_window WHERE name = 'old'`)).length > 0)
    await new Promise((next) => setTimeout(next, 20));
});

import { Agent, request } from 'node:http';
import { listMembers, readSession, signIn } from '@bookinda/contracts/identity/routes';
import type { Route } from '@bookinda/contracts/route';
import { listTickets, readEmbedConfig } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { Database } from '../platform/database/database.js';
import { LatelySeen } from '../platform/limits/lately-seen.js';
import { RateLimits } from '../platform/limits/rate-limits.js';
import { type As, type TestApp, testApp } from '../test/app.js';
import { Browser, givenPassword, password } from '../test/browser.js';
import {
  asCustomer,
  asVisitor,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenTenant,
} from '../test/given.js';
import { newToken } from './session-token.js';

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;
let network = 0;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
beforeAll(async () => {
  process.env.TRUST_PROXY = '127.0.0.1';
  app = await testApp({ RATE_LIMITS: '1' });
  salon = await givenTenant(app);
  owner = await givenMember(app, salon, 'OWNER');
});
beforeEach(() => {
  network += 1;
});
afterAll(async () => {
  delete process.env.TRUST_PROXY;
  agent.destroy();
  await app.stop();
});

function statusOf({ path }: Route, as: As, address = `203.0.113.${network}`, at = app): Promise<number> {
  return new Promise((done, fail) => {
    request(at.url + path, { agent, headers: { ...as, 'x-forwarded-for': address } }, (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0));
    })
      .on('error', fail)
      .end();
  });
}

/** How many of 200 guesses were answered like a guess, and how many were told to wait. */
async function guess(route: Route, as: (n: number) => As, at = app): Promise<{ answered: number; refused: number }> {
  const statuses: number[] = [];
  for (let n = 0; n < 200; n += 20)
    statuses.push(
      ...(await Promise.all(Array.from({ length: 20 }, (_, m) => statusOf(route, as(n + m), undefined, at)))),
    );
  return {
    answered: statuses.filter((status) => status === 401).length,
    refused: statuses.filter((status) => status === 429).length,
  };
}

/** Statements that the pool was asked for while `work` ran. */
async function statementsIn(work: () => Promise<unknown>): Promise<number> {
  // What waits to be exchanged with other instances is no statement of the work.
  await app.get(RateLimits).exchange();
  const { pool } = app.get(Database);
  let taken = 0;
  const count = () => taken++;
  pool.on('acquire', count);
  await work();
  pool.off('acquire', count);
  return taken;
}

const guessedKey = (kind: string) => ({ authorization: `Bearer ${kind}_${newToken()}` });

/** Tokens in the name of `customer` that the salon never signed. */
function forgedTokens(customer: string): Promise<string[]> {
  const stranger = new TextEncoder().encode('a secret that no salon has, long enough');
  return Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      new SignJWT({ n })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(customer)
        .setAudience(salon.id)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(stranger),
    ),
  );
}

it('a network that guesses at sessions, keys, site keys or customer tokens waits after 120, before it costs a statement', async () => {
  const origin = salon.origin;
  const tokens = await forgedTokens(await givenCustomer(app, salon));
  const guesses: [Route, (n: number) => As][] = [
    [readSession, () => ({ cookie: `bookinda_session=${newToken()}` })],
    [listTickets, () => guessedKey('sk')],
    [readEmbedConfig, () => ({ ...guessedKey('pk'), origin })],
    [readEmbedConfig, (n) => ({ ...asVisitor(salon), 'x-customer-token': tokens[n] ?? '' })],
  ];
  for (const [route, as] of guesses) {
    network += 1;
    expect(await guess(route, as)).toEqual({ answered: 120, refused: 80 });
    expect(await statementsIn(() => statusOf(route, as(0)))).toBe(0);
  }
}, 60_000);

it('what is known gets in from the same network, and costs the network nothing', async () => {
  const key = await givenApiKey(app, salon, ['tickets:read']);
  const customer = await asCustomer(salon, await givenCustomer(app, salon));
  const known: [Route, As][] = [
    [listMembers, owner.as],
    [listTickets, key],
    [readEmbedConfig, asVisitor(salon)],
    [readEmbedConfig, customer],
  ];
  for (const [route, as] of known) expect(await statusOf(route, as)).toBe(200);
  expect((await guess(listTickets, () => guessedKey('sk'))).refused).toBe(80);
  for (const [route, as] of known) expect([route.verb, await statusOf(route, as)]).toEqual([route.verb, 200]);
}, 60_000);

it('a server that has just started lets the known browser, the signed customer and a new sign-in in, whatever strangers on their network guess', async () => {
  const person = await givenMember(app, salon, 'RECEPTION');
  await givenPassword(app, person);
  const known = new Browser(app);
  expect((await known.signIn(person.email)).status).toBe(200);
  const [her, other] = [await givenCustomer(app, salon), await givenTenant(app)];
  const tokens = await forgedTokens(her);
  const fresh = await testApp({ RATE_LIMITS: '1' }, app.db);
  try {
    const forged = (n: number) => ({ ...asVisitor(salon), 'x-customer-token': tokens[n] ?? '' });
    expect(await guess(readEmbedConfig, forged, fresh)).toEqual({ answered: 120, refused: 80 });
    const at = (route: Route, as: As) => statusOf(route, as, undefined, fresh);
    expect(await at(readEmbedConfig, asVisitor(other))).toBe(200);
    expect((await guess(readSession, () => ({ cookie: `bookinda_session=${newToken()}` }), fresh)).refused).toBe(80);
    expect(await at(readSession, owner.as)).toBe(429);
    expect(await at(listMembers, { cookie: known.cookie })).toBe(200);
    expect(await at(readEmbedConfig, await asCustomer(salon, her))).toBe(200);
    expect(await at(readEmbedConfig, forged(0))).toBe(429);
    const begun = new Browser(fresh);
    const address = { 'x-forwarded-for': `203.0.113.${network}` };
    expect((await begun.call(signIn, { email: person.email, password }, undefined, address)).status).toBe(200);
    expect(await at(readSession, { cookie: `bookinda_session=${begun.token}` })).toBe(200);
  } finally {
    await fresh.stop();
  }
}, 60_000);

it('a signed customer token gets in where the server has seen none of the salon’s before', async () => {
  const tenant = await givenTenant(app);
  const her = await givenCustomer(app, tenant);
  const tokens = await forgedTokens(await givenCustomer(app, salon));
  expect(
    (await guess(readEmbedConfig, (n) => ({ ...asVisitor(salon), 'x-customer-token': tokens[n] ?? '' }))).refused,
  ).toBe(80);
  const signed = await asCustomer(tenant, her);
  expect(await statusOf(readEmbedConfig, signed)).toBe(200);
  const again = await asCustomer(tenant, her);
  const wrong = { ...again, 'x-customer-token': again['x-customer-token']?.replace(/.{5}$/, 'AAAAA') ?? '' };
  expect(await statusOf(readEmbedConfig, wrong)).toBe(429);
});

it('a revoked key ends at once, though it was known a moment ago', async () => {
  const key = await givenApiKey(app, salon, ['tickets:read']);
  expect(await statusOf(listTickets, key)).toBe(200);
  await app.db.query('UPDATE api_key SET revoked_at = now() WHERE tenant_id = $1', [salon.id]);
  expect(await statusOf(listTickets, key)).toBe(401);
});

it('the same wrong key again costs no statement', async () => {
  const key = guessedKey('sk');
  expect(await statusOf(listTickets, key)).toBe(401);
  expect(await statementsIn(() => statusOf(listTickets, key))).toBe(0);
  expect(await statusOf(listTickets, key)).toBe(401);
});

it('the form’s configuration is read once, however many pages ask for it at the same time', async () => {
  const other = await givenTenant(app);
  const as = asVisitor(other);
  expect(await statusOf(readEmbedConfig, as)).toBe(200);
  const before = await statementsIn(() => Promise.all(Array.from({ length: 50 }, () => statusOf(readEmbedConfig, as))));
  expect(before).toBe(0);
});

it('remembers a bounded number of names, the latest, for a while', () => {
  const names = new LatelySeen(60_000, 100);
  for (let n = 0; n < 1_000; n++) names.add(`${n}`);
  expect([names.size, names.has('999'), names.has('0')]).toEqual([100, true, false]);
  const gone = new LatelySeen(-1, 100);
  gone.add('one');
  expect([gone.has('one'), gone.size]).toEqual([false, 0]);
});

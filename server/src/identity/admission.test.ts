import { request } from 'node:http';
import { chooseLanguage, listMembers, listSiteKeys, readSession, signOut } from '@bookinda/contracts/identity/routes';
import type { Role } from '@bookinda/contracts/identity/session';
import { listOwnPackages } from '@bookinda/contracts/packages/routes';
import type { Route } from '@bookinda/contracts/route';
import { readDesk, readEmbedConfig, readPassedTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../platform/database/database.js';
import { Doors } from '../platform/http/doors.js';
import { KeyRing } from '../platform/keys/key-ring.js';
import { type As, type TestApp, testApp } from '../test/app.js';
import {
  asCustomer,
  asVisitor,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenSession,
  givenTenant,
} from '../test/given.js';
import { ticketPass } from './ticket-pass.js';

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;
const everyone: Role[] = ['OWNER', 'MANAGER', 'RECEPTION', 'STAFF', 'AGENT'];

beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
  owner = await givenMember(app, salon, 'OWNER');
});
afterAll(() => app.stop());

async function told(route: Route, as: As, input?: unknown): Promise<string | number> {
  const { status, problem } = await app.call(route, as, input as never);
  return status < 300 ? status : `${status} ${problem.code}`;
}

describe('forgery', () => {
  const write = (as: As) => told(chooseLanguage, as, { language: 'en' });

  it('needs the header that only our own page can know', async () => {
    const { cookie = '' } = owner.as;
    expect(await write(owner.as)).toBe(200);
    expect(await write({ cookie })).toBe('403 csrf-missing');
    for (const csrf of [
      '',
      'x',
      'x'.repeat(43),
      owner.as['x-csrf-token']?.slice(0, -1) ?? '',
      `${owner.as['x-csrf-token']}, ${owner.as['x-csrf-token']}`,
    ]) {
      expect([csrf, await write({ cookie, 'x-csrf-token': csrf })]).toEqual([csrf, '403 csrf-missing']);
    }
  });

  it('refuses the token of another session, of the same person too', async () => {
    const second = await givenSession(app, salon, owner.id);
    expect(await write({ cookie: owner.as.cookie ?? '', 'x-csrf-token': second['x-csrf-token'] ?? '' })).toBe(
      '403 csrf-missing',
    );
  });

  it('refuses a foreign page even with the token', async () => {
    const foreign: As[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://desk.test.evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign)
      expect([headers, await write({ ...owner.as, ...headers })]).toEqual([headers, '403 origin-not-allowed']);
    for (const headers of [
      { origin: 'http://desk.test' },
      { origin: app.url },
      { 'sec-fetch-site': 'same-origin' },
    ] as As[])
      expect([headers, await write({ ...owner.as, ...headers })]).toEqual([headers, 200]);
  });

  it('reads without it', async () => {
    expect(await told(readSession, { cookie: owner.as.cookie ?? '' })).toBe(200);
  });
});

describe('sessions', () => {
  it('end with the membership, at once', async () => {
    const person = await givenMember(app, salon, 'RECEPTION');
    expect(await told(readSession, person.as)).toBe(200);
    await app.db.query(`UPDATE auth.membership SET state = 'ended' WHERE person_id = $1`, [person.id]);
    expect(await told(readSession, person.as)).toBe('401 sign-in-required');
  });

  it('have the role of now, not of sign-in', async () => {
    const person = await givenMember(app, salon, 'MANAGER');
    expect(await told(listSiteKeys, person.as)).toBe(200);
    await app.db.query(`UPDATE auth.membership SET role = 'STAFF' WHERE person_id = $1`, [person.id]);
    expect(await told(listSiteKeys, person.as)).toBe('403 not-allowed');
  });

  it('end when they expire, and a made-up cookie is nobody', async () => {
    const person = await givenMember(app, salon, 'STAFF');
    await app.db.query(`UPDATE auth.session SET expires_at = now() WHERE person_id = $1`, [person.id]);
    expect(await told(readSession, person.as)).toBe('401 sign-in-required');
    for (const value of ['', 'x', 'x'.repeat(43), 'x'.repeat(5_000), '%00', "' OR 1=1 --"]) {
      expect(await told(readSession, { cookie: `bookinda_session=${value}` })).toBe('401 sign-in-required');
    }
  });

  it('cost one statement a request, and a remembered page none', async () => {
    const { pool } = app.get(Database);
    await told(readEmbedConfig, asVisitor(salon));
    const [before, count] = [pool.query.bind(pool), { statements: 0 }];
    pool.query = ((...args: unknown[]) => {
      count.statements++;
      return (before as (...args: unknown[]) => unknown)(...args);
    }) as typeof pool.query;
    try {
      // Refused by role: all that was asked is who calls.
      await told(listSiteKeys, (await givenMember(app, salon, 'STAFF')).as);
      expect(count.statements).toBe(1);
      await told(listSiteKeys, asVisitor(salon));
      expect(count.statements).toBe(1);
      await told(listSiteKeys, { cookie: 'bookinda_session=nonsense' });
      expect(count.statements).toBe(1);
    } finally {
      pool.query = before;
    }
  });
});

describe('401 and 403', () => {
  it('says 401 where more proof would help, 403 where it would not', async () => {
    const customer = await asCustomer(salon, await givenCustomer(app, salon));
    const pass = { authorization: `Bearer ${ticketPass(app.config.keys, salon.id, salon.id, 0)}` };
    const key = await givenApiKey(app, salon, ['tickets:read']);
    const cells: [Route, As, string | number][] = [
      [listMembers, {}, '401 sign-in-required'],
      [listMembers, asVisitor(salon), '403 not-allowed'],
      [listMembers, customer, '403 not-allowed'],
      [listMembers, pass, '403 not-allowed'],
      [listMembers, key, '403 not-allowed'],
      [listMembers, owner.as, 200],
      [listOwnPackages, {}, '401 sign-in-required'],
      [listOwnPackages, asVisitor(salon), '401 token-invalid'],
      [listOwnPackages, customer, 200],
      [listOwnPackages, pass, '403 not-allowed'],
      [listOwnPackages, key, '403 not-allowed'],
      [listOwnPackages, owner.as, '403 not-allowed'],
      [readEmbedConfig, customer, 200],
      [readDesk, key, 200],
      [readPassedTicket, pass, '410 link-ended'],
      [readPassedTicket, customer, '403 not-allowed'],
    ];
    for (const [route, as, expected] of cells)
      expect([route.verb, as.authorization?.slice(0, 10), await told(route, as)]).toEqual([
        route.verb,
        as.authorization?.slice(0, 10),
        expected,
      ]);
  });

  it('refuses every other bearer, and never falls back to the cookie', async () => {
    for (const key of [
      '',
      'x',
      'pk_',
      'sk_unknown-key-of-nobody',
      'pk_unknown-key-of-nobody',
      `sk_${'x'.repeat(5_000)}`,
      'sk_a b',
      'admin',
    ]) {
      expect([key, await told(readSession, { ...owner.as, authorization: `Bearer ${key}` })]).toEqual([
        key,
        '401 key-unknown',
      ]);
    }
    for (const pass of [
      'vt_nonsense',
      ticketPass(new KeyRing('another secret of another desk, unknown here'), salon.id, salon.id, 0),
    ]) {
      expect(await told(readPassedTicket, { authorization: `Bearer ${pass}` })).toBe('401 token-invalid');
    }
    // A gateway's own credentials are not ours to judge.
    expect(await told(readSession, { ...owner.as, authorization: 'Basic dTpw' })).toBe(200);
  });

  it('WX-03 takes no key of one kind for another', async () => {
    const [row] = await app.db.query<{ key: string }>('SELECT key FROM site_key WHERE tenant_id = $1', [salon.id]);
    expect(await told(readDesk, { authorization: `Bearer sk_${row?.key.slice(3)}` })).toBe('401 key-unknown');
  });
});

describe('roles', () => {
  const managers: Role[] = ['OWNER', 'MANAGER'];
  /** Who may: by hand, so that a rule changed by mistake is noticed. Verbs that are not named admit everyone of the tenant. */
  const only: Record<string, Role[]> = {
    'invite-member': managers,
    'list-site-keys': managers,
    'create-site-key': managers,
    'edit-site-key': managers,
    'revoke-site-key': managers,
    'rotate-customer-token-secret': managers,
    'list-api-keys': managers,
    'create-api-key': managers,
    'revoke-api-key': managers,
    // PK-20
    'correct-sessions': managers,
    'redeem-session': ['OWNER', 'MANAGER', 'RECEPTION', 'STAFF'],
    'reverse-redemption': ['OWNER', 'MANAGER', 'RECEPTION', 'STAFF'],
    // BS-11
    'list-support-requests': ['OWNER', 'MANAGER', 'RECEPTION'],
    'open-support-request': ['OWNER', 'MANAGER', 'RECEPTION'],
    'read-support-request': ['OWNER', 'MANAGER', 'RECEPTION'],
    'close-support-request': ['OWNER', 'MANAGER', 'RECEPTION'],
  };
  const mine = ['list-members', 'list-sessions', 'read-session', 'choose-language', 'switch-tenant', 'change-password'];

  it('BS-11 PK-20 admits each role to what is its own and refuses the rest', async () => {
    const doors = app.get(Doors).all.filter(({ route }) => route.verb in only || mine.includes(route.verb));
    expect(doors.map(({ route }) => route.verb).sort()).toEqual([...Object.keys(only), ...mine].sort());
    const none = '0197a000-0000-7000-8000-000000000000';
    for (const role of everyone) {
      const { as } = await givenMember(app, salon, role);
      for (const { route } of doors) {
        const names = Object.fromEntries(
          [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, none]),
        ) as Record<string, string>;
        const { status } = await app.call(route, as, undefined, names);
        expect([role, route.verb, status === 403]).toEqual([
          role,
          route.verb,
          !(only[route.verb] ?? everyone).includes(role),
        ]);
        expect(status).toBeLessThan(500);
      }
    }
  });
});

describe('other methods', () => {
  it('answers HEAD as GET without a body, under the same rule', async () => {
    const head = (headers: As) => fetch(`${app.url}/v1/session`, { method: 'HEAD', headers });
    expect((await head(owner.as)).status).toBe(200);
    expect((await head({})).status).toBe(401);
    expect((await fetch(`${app.url}/v1/site-keys?x=1`, { method: 'HEAD', headers: owner.as })).status).toBeLessThan(
      500,
    );
  });

  it('answers OPTIONS and unknown methods without asking anybody or failing', async () => {
    for (const method of ['OPTIONS', 'PUT', 'PATCH']) {
      const answer = await fetch(`${app.url}/v1/session`, { method, headers: owner.as });
      expect([method, answer.status >= 400 && answer.status < 500]).toEqual([method, true]);
    }
    const preflight = await fetch(`${app.url}/v1/embed/packages`, {
      method: 'OPTIONS',
      headers: { origin: salon.origin, 'access-control-request-method': 'GET' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('refuses headers larger than it reads, of every kind', async () => {
    const names = [
      'authorization',
      'cookie',
      'x-csrf-token',
      'x-customer-token',
      'origin',
      'idempotency-key',
      'user-agent',
      'sec-fetch-site',
    ];
    for (const name of names) {
      for (const size of [8_000, 40_000]) {
        const status = await statusOf(name, `${name === 'authorization' ? 'Bearer sk_' : ''}${'x'.repeat(size)}`);
        expect([name, size, status >= 200 && status < 500]).toEqual([name, size, true]);
      }
    }
  });

  it('signs nobody out by a link', async () => {
    const person = await givenMember(app, salon, 'STAFF');
    await fetch(`${app.url}/v1/session`, { headers: { ...person.as, origin: 'https://evil.example' } });
    expect(await told(signOut, { cookie: person.as.cookie ?? '' })).toBe('403 csrf-missing');
    expect(await told(readSession, person.as)).toBe(200);
  });
});

/** Without fetch, which has limits of its own. */
function statusOf(name: string, value: string): Promise<number> {
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(app.url);
    request({ hostname, port, path: '/v1/session', headers: { ...owner.as, [name]: value } }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    })
      .on('error', fail)
      .end();
  });
}

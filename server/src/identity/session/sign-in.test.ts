import {
  chooseLanguage,
  confirmCode,
  readSession,
  signIn,
  signOut,
  switchTenant,
  useRecoveryCode,
} from '@bookinda/contracts/identity/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type TestApp, testApp } from '../../test/app.js';
import { Browser, givenAuthenticator, givenPassword, password } from '../../test/browser.js';
import { type GivenMember, type GivenTenant, givenMember, givenSession, givenTenant } from '../../test/given.js';
import { tokenHash } from '../session-token.js';

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;

beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
  owner = await givenMember(app, salon, 'OWNER');
  await givenPassword(app, owner);
});
afterAll(() => app.stop());

describe('sign-in', () => {
  it('opens a session that the cookie carries and only its hash is stored', async () => {
    const browser = new Browser(app);
    const answer = await browser.signIn(owner.email.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      stage: 'complete',
      role: 'OWNER',
      person: { email: owner.email, twoFactor: false },
      tenant: { id: salon.id, kind: 'salon' },
    });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^bookinda_session=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect((await browser.call(readSession)).body).toEqual(answer.body);
    const [row] = await app.db.query<{ days: string; plain: boolean }>(
      `SELECT round(extract(epoch FROM expires_at - now()) / 86400)::text AS days, token_hash = convert_to($2, 'UTF8') AS plain FROM auth.session WHERE token_hash = $1`,
      [tokenHash(browser.token), browser.token],
    );
    expect(row).toEqual({ days: '14', plain: false });
  });

  it('binds the cookie to host and TLS where the desk is served over https', async () => {
    const secure = await testApp({ PUBLIC_URL: 'https://desk.test' }, app.db);
    const answer = await new Browser(secure).signIn(owner.email);
    await secure.stop();
    const [session, device] = answer.headers.getSetCookie();
    expect(session).toMatch(
      /^__Host-bookinda_session=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(device).toMatch(
      /^__Host-bookinda_device=[\w.%~-]+; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('answers a wrong password, an unknown address and a person without password or tenant alike', async () => {
    const invited = await givenMember(app, salon, 'STAFF');
    const gone = await givenMember(app, salon, 'STAFF');
    await givenPassword(app, gone);
    await app.db.query(`UPDATE auth.membership SET state = 'ended' WHERE person_id = $1`, [gone.id]);
    const tries: [string, string][] = [
      [owner.email, 'not the password'],
      ['nobody@people.example', password],
      [invited.email, password],
      [gone.email, password],
    ];
    const answers = await Promise.all(tries.map(([email, text]) => new Browser(app).signIn(email, text)));
    for (const { status, problem, headers } of answers) {
      expect(status).toBe(401);
      expect({ ...problem, requestId: '' }).toEqual({
        ...answers[0]?.problem,
        code: 'wrong-credentials',
        requestId: '',
      });
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  it('takes as long for an unknown address as for a wrong password', async () => {
    // CPU time of this process, the threads that hash among it: what other processes do does not count. In pairs, so that a change
    // of the machine's speed meets both.
    const worked = async (email: string) => {
      const before = process.cpuUsage();
      await new Browser(app).signIn(email, 'not the password');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let n = 0; n < 11; n++) {
      known.push(await worked(owner.email));
      unknown.push(await worked('nobody@people.example'));
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[5] ?? 0;
    expect(median(unknown)).toBeGreaterThan(median(known) * 0.5);
  });

  it('refuses a page of somebody else', async () => {
    const input = { email: owner.email, password };
    const foreign: As[] = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }];
    for (const headers of foreign) {
      expect((await app.call(signIn, headers, input)).problem.code).toBe('origin-not-allowed');
    }
    expect((await app.call(signIn, {}, input)).status).toBe(200);
  });

  it('ends the session this browser had before', async () => {
    const browser = new Browser(app);
    await browser.signIn(owner.email);
    const before = browser.as;
    await browser.signIn(owner.email);
    expect((await app.call(readSession, before)).status).toBe(401);
    expect((await browser.call(readSession)).status).toBe(200);
  });

  it('rehashes a password that was hashed with less work', async () => {
    const person = await givenMember(app, salon, 'STAFF');
    // 'correct horse battery', m=64, t=1
    const { argon2Sync } = await import('node:crypto');
    const nonce = Buffer.alloc(16, 7);
    const hash = argon2Sync('argon2id', {
      message: password,
      nonce,
      memory: 64,
      passes: 1,
      parallelism: 1,
      tagLength: 32,
    });
    const weak = `$argon2id$v=19$m=64,t=1,p=1$${[nonce, hash].map((bytes) => bytes.toString('base64').replaceAll('=', '')).join('$')}`;
    await app.db.query('UPDATE auth.person SET password = $2 WHERE id = $1', [person.id, weak]);
    expect((await new Browser(app).signIn(person.email)).status).toBe(200);
    const [row] = await app.db.query<{ password: string }>('SELECT password FROM auth.person WHERE id = $1', [
      person.id,
    ]);
    expect(row?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await new Browser(app).signIn(person.email)).status).toBe(200);
  });

  it('refuses an overlong password before hashing it', async () => {
    expect((await new Browser(app).signIn(owner.email, 'x'.repeat(129))).problem).toMatchObject({
      code: 'invalid-input',
      errors: [{ path: 'password' }],
    });
  });
});

describe('throttle', () => {
  /** Dozens of hashes: slow where other tests run beside it. */
  const patience = 120_000;

  it(
    'counts tries per account before hashing, tells when to come back, and gives right ones back',
    async () => {
      const strict = await testApp({ RATE_LIMITS: '1' }, app.db);
      try {
        for (let n = 0; n < 12; n++) expect((await new Browser(strict).signIn(owner.email)).status).toBe(200);
        const wrong = await Promise.all(
          Array.from({ length: 14 }, () => new Browser(strict).signIn(owner.email, 'not the password')),
        );
        expect(wrong.filter(({ status }) => status === 401)).toHaveLength(10);
        const refused = wrong.filter(({ status }) => status === 429);
        expect(refused).toHaveLength(4);
        expect(refused[0]?.problem.code).toBe('too-many');
        expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
        // Even the right password waits now, on another instance too.
        const second = await testApp({ RATE_LIMITS: '1' }, app.db);
        second.clock.moveTo(strict.clock.instant());
        const elsewhere = await new Browser(second).signIn(owner.email.toUpperCase());
        await second.stop();
        expect(elsewhere.status).toBe(429);
        strict.clock.moveBy({ minutes: 15 });
        expect((await new Browser(strict).signIn(owner.email)).status).toBe(200);
      } finally {
        await strict.stop();
      }
    },
    patience,
  );

  it(
    'counts tries per address over many accounts',
    async () => {
      const strict = await testApp({ RATE_LIMITS: '1' }, app.db);
      strict.clock.moveBy({ hours: 2 });
      const statuses: number[] = [];
      for (let round = 0; round < 8; round++) {
        const tries = Array.from({ length: 8 }, (_, n) =>
          new Browser(strict).signIn(`nobody-${round}-${n}@people.example`, 'guess'),
        );
        statuses.push(...(await Promise.all(tries)).map(({ status }) => status));
      }
      await strict.stop();
      expect(statuses.filter((status) => status !== 401)).toEqual([429, 429, 429, 429]);
    },
    patience,
  );
});

describe('sign-out', () => {
  it('ends the session at once and takes the cookie', async () => {
    const browser = new Browser(app);
    await browser.signIn(owner.email);
    const before = browser.as;
    const answer = await browser.call(signOut);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^bookinda_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await app.call(readSession, before)).problem.code).toBe('sign-in-required');
  });
});

describe('switch-tenant', () => {
  it('goes to another tenant of the person with the role they have there, under a new token', async () => {
    const other = await givenTenant(app);
    await app.db.query(`INSERT INTO auth.membership (tenant_id, person_id, role) VALUES ($1, $2, 'RECEPTION')`, [
      other.id,
      owner.id,
    ]);
    const browser = new Browser(app);
    const first = await browser.signIn(owner.email);
    expect(first.body.tenants.map(({ id }) => id).sort()).toEqual([salon.id, other.id].sort());
    const before = browser.as;
    const switched = await browser.call(switchTenant, { tenant: other.id });
    expect(switched.body).toMatchObject({ role: 'RECEPTION', tenant: { id: other.id } });
    expect((await app.call(readSession, before)).status).toBe(401);
    expect((await browser.call(readSession)).body.tenant.id).toBe(other.id);
    // The next sign-in begins where they were last.
    expect((await new Browser(app).signIn(owner.email)).body.tenant.id).toBe(other.id);
    // A membership that ends there ends access there at once, and nowhere else.
    await app.db.query(`UPDATE auth.membership SET state = 'ended' WHERE tenant_id = $1 AND person_id = $2`, [
      other.id,
      owner.id,
    ]);
    expect((await browser.call(readSession)).status).toBe(401);
    expect((await new Browser(app).signIn(owner.email)).body.tenant.id).toBe(salon.id);
  });

  it('answers a tenant of somebody else as one that does not exist', async () => {
    const as = await givenSession(app, salon, owner.id);
    const foreign = await givenTenant(app);
    const [a, b] = [
      await app.call(switchTenant, as, { tenant: foreign.id }),
      await app.call(switchTenant, as, { tenant: '0197a000-0000-7000-8000-000000000000' }),
    ];
    expect(a.status).toBe(404);
    expect({ ...a.problem, requestId: '' }).toEqual({ ...b.problem, requestId: '' });
    expect((await app.call(readSession, as)).body.tenant.id).toBe(salon.id);
  });

  it('answers a tenant the person left, or has not joined yet, as one that does not exist', async () => {
    const as = await givenSession(app, salon, owner.id);
    for (const state of ['ended', 'invited']) {
      const former = await givenTenant(app);
      await app.db.query(
        `INSERT INTO auth.membership (tenant_id, person_id, role, state) VALUES ($1, $2, 'OWNER', $3)`,
        [former.id, owner.id, state],
      );
      expect((await app.call(switchTenant, as, { tenant: former.id })).problem.code).toBe('not-found');
      // The session goes on where it was.
      expect((await app.call(readSession, as)).body.tenant.id).toBe(salon.id);
    }
  });

  it('begins at the first tenant by name when none was used yet', async () => {
    const [b, a] = [await givenTenant(app), await givenTenant(app)];
    await app.db.query(
      `UPDATE tenant SET name = CASE id WHEN $1 THEN 'B salon' ELSE 'A salon' END WHERE id IN ($1, $2)`,
      [b.id, a.id],
    );
    const person = await givenMember(app, b, 'STAFF');
    await app.db.query(`INSERT INTO auth.membership (tenant_id, person_id, role) VALUES ($1, $2, 'STAFF')`, [
      a.id,
      person.id,
    ]);
    await givenPassword(app, person);
    expect((await new Browser(app).signIn(person.email)).body.tenant).toMatchObject({ id: a.id, name: 'A salon' });
  });
});

describe('choose-language', () => {
  it('WX-05 keeps the language a person chose', async () => {
    const as = await givenSession(app, salon, owner.id);
    expect((await app.call(chooseLanguage, as, { language: 'hu' })).body.person.language).toBe('hu');
    expect((await app.call(readSession, as)).body.person.language).toBe('hu');
    expect((await app.call(chooseLanguage, as, { language: 'xx' as 'en' })).status).toBe(400);
  });
});

describe('many sign-ins', () => {
  it('a person has twenty sessions at most: the oldest ends, and half ones end no whole one', async () => {
    const person = await givenMember(app, salon, 'STAFF');
    await givenPassword(app, person);
    await app.db.query('DELETE FROM auth.session WHERE person_id = $1', [person.id]);
    const first = new Browser(app);
    await first.signIn(person.email);
    // As if the sessions in between had been opened one after another.
    await app.db.query(
      `INSERT INTO auth.session (token_hash, person_id, tenant_id, stage, agent, created_at, expires_at)
       SELECT sha256(convert_to($1 || n || s.stage, 'UTF8')), $1::uuid, $2, s.stage, '', now() + n * interval '1 ms', now() + interval '1 hour'
       FROM generate_series(1, 19) n, (VALUES ('complete'), ('code-missing')) s (stage)`,
      [person.id, salon.id],
    );
    const count = async (stage: string) =>
      (await app.db.query('SELECT FROM auth.session WHERE person_id = $1 AND stage = $2', [person.id, stage])).length;
    expect((await first.call(readSession)).status).toBe(200);
    const last = new Browser(app);
    expect((await last.signIn(person.email)).status).toBe(200);
    expect([await count('complete'), await count('code-missing')]).toEqual([20, 19]);
    expect((await first.call(readSession)).status).toBe(401);
    const authenticator = await givenAuthenticator(app, last);
    for (let n = 0; n < 22; n++) await new Browser(app).signIn(person.email);
    expect([await count('complete'), await count('code-missing')]).toEqual([1, 20]);
    expect((await last.call(readSession)).status).toBe(200);
    await app.db.query(
      `INSERT INTO auth.session (token_hash, person_id, tenant_id, stage, agent, created_at, expires_at)
       SELECT sha256(convert_to($1 || n, 'UTF8')), $1::uuid, $2, 'complete', '', now() + n * interval '1 ms', now() + interval '1 hour' FROM generate_series(1, 19) n`,
      [person.id, salon.id],
    );
    for (const [route, code] of [
      [confirmCode, authenticator.code()],
      [useRecoveryCode, authenticator.recoveryCodes[0] ?? ''],
    ] as const) {
      const half = new Browser(app);
      await half.signIn(person.email);
      expect((await half.call(route, { code })).status).toBe(200);
      expect(await count('complete')).toBe(20);
      expect((await half.call(readSession)).status).toBe(200);
    }
  }, 60_000);

  it('of one person are sixty in a quarter of an hour, in however many known browsers; a colleague still gets in', async () => {
    const strict = await testApp({ RATE_LIMITS: '1' }, app.db);
    try {
      const [person, colleague] = [await givenMember(app, salon, 'STAFF'), await givenMember(app, salon, 'STAFF')];
      for (const one of [person, colleague]) await givenPassword(app, one);
      const browsers = [new Browser(strict), new Browser(strict), new Browser(strict)];
      const statuses: number[] = [];
      for (let n = 0; n < 63; n++) statuses.push((await browsers[n % 3]?.signIn(person.email))?.status ?? 0);
      expect(statuses).toEqual([...Array<number>(60).fill(200), 429, 429, 429]);
      expect((await new Browser(strict).signIn(colleague.email)).status).toBe(200);
      strict.clock.moveBy({ minutes: 15 });
      expect((await browsers[0]?.signIn(person.email))?.status).toBe(200);
    } finally {
      await strict.stop();
    }
  }, 60_000);
});

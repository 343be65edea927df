/** @dates */
import {
  confirmCode,
  confirmTwoFactor,
  readSession,
  removeTwoFactor,
  setUpTwoFactor,
  signIn,
  signOut,
} from '@bookinda/contracts/identity/routes';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { Doors } from '../../platform/http/doors.js';
import { type TestApp, testApp } from '../../test/app.js';
import { Browser, givenAuthenticator, givenPassword, password } from '../../test/browser.js';
import { type GivenMember, type GivenTenant, givenMember, givenSession, givenTenant } from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;
let authenticator: { code(): string };

beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  owner = await givenMember(app, salon, 'OWNER');
  await givenPassword(app, owner);
  const browser = new Browser(app);
  await browser.signIn(owner.email);
  authenticator = await givenAuthenticator(app, browser);
});

async function halfSignedIn(): Promise<Browser> {
  const browser = new Browser(app);
  const answer = await browser.signIn(owner.email);
  expect(answer.body).toMatchObject({ stage: 'code-missing', tenants: [], person: { twoFactor: true } });
  expect(answer.headers.get('set-cookie')).toContain('Max-Age=600;');
  return browser;
}

it('asks for a code after the password, and the code opens the session under a new token', async () => {
  const browser = await halfSignedIn();
  const before = browser.as;
  const answer = await browser.call(confirmCode, { code: authenticator.code() });
  expect(answer.body).toMatchObject({ stage: 'complete', tenants: [{ id: salon.id }] });
  expect(answer.headers.get('set-cookie')).toContain('Max-Age=1209600;');
  expect((await app.call(readSession, before)).problem.code).toBe('sign-in-required');
  expect((await browser.call(readSession)).body.stage).toBe('complete');
});

it('admits one of three equal codes sent at the same time', async () => {
  const browser = await halfSignedIn();
  const code = authenticator.code();
  const answers = await Promise.all([1, 2, 3].map(() => app.call(confirmCode, browser.as, { code })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
});

it('admits a code once, in whichever session', async () => {
  const [first, second] = [await halfSignedIn(), await halfSignedIn()];
  const code = authenticator.code();
  expect((await first.call(confirmCode, { code })).status).toBe(200);
  expect((await second.call(confirmCode, { code })).problem.code).toBe('wrong-code');
  expect((await second.call(confirmCode, { code: authenticator.code() })).status).toBe(200);
});

it('admits a code of the step before, none from two steps ago and none with a letter', async () => {
  const browser = await halfSignedIn();
  const old = authenticator.code();
  app.clock.moveBy({ seconds: 90 });
  expect((await browser.call(confirmCode, { code: old })).problem.code).toBe('wrong-code');
  const recent = authenticator.code();
  app.clock.moveBy({ seconds: 30 });
  expect((await browser.call(confirmCode, { code: '12345a' })).status).toBe(400);
  expect((await browser.call(confirmCode, { code: recent })).status).toBe(200);
});

it('lets a stolen half session do nothing but send a code or sign out', async () => {
  const browser = await halfSignedIn();
  const open = ['confirm-code', 'use-recovery-code', 'read-session', 'sign-out'];
  const closed = app
    .get(Doors)
    .all.filter(({ route, rules }) => !open.includes(route.verb) && !rules.to.kinds.includes('anonymous'));
  expect(closed.length).toBeGreaterThan(20);
  for (const { route } of closed) {
    const names = Object.fromEntries([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, salon.id]));
    const answer = await app.call(route, browser.as, undefined, names as Record<string, string>);
    expect([route.verb, answer.status, answer.problem.code]).toEqual([route.verb, 401, 'code-required']);
  }
  expect((await browser.call(readSession)).body.tenants).toEqual([]);
  expect((await app.call(confirmCode, { cookie: browser.cookie }, { code: '000000' })).problem.code).toBe(
    'csrf-missing',
  );
  expect((await browser.call(signOut)).status).toBe(204);
});

it('ends half a session after ten minutes', async () => {
  const browser = await halfSignedIn();
  const [row] = await app.db.query<{ minutes: string }>(
    `SELECT round(extract(epoch FROM expires_at - now()) / 60)::text AS minutes FROM auth.session WHERE person_id = $1 AND stage = 'code-missing'`,
    [owner.id],
  );
  expect(row?.minutes).toBe('10');
  await app.db.query(`UPDATE auth.session SET expires_at = now() WHERE person_id = $1`, [owner.id]);
  expect((await browser.call(confirmCode, { code: authenticator.code() })).problem.code).toBe('sign-in-required');
});

it('refuses to send a code for a whole session', async () => {
  const whole = await givenSession(app, salon, owner.id);
  expect((await app.call(confirmCode, whole, { code: authenticator.code() })).problem.code).toBe('not-allowed');
});

it('counts wrong codes per person, over all half sessions', async () => {
  const strict = await testApp({ RATE_LIMITS: '1' }, app.db);
  strict.clock.moveTo(app.clock.instant());
  const browsers = await Promise.all(
    [1, 2, 3].map(async () => {
      const browser = new Browser(strict);
      await browser.signIn(owner.email);
      return browser;
    }),
  );
  const right = authenticator.code();
  const wrong = right === '000000' ? '000001' : '000000';
  const statuses: number[] = [];
  for (const browser of browsers) {
    for (let n = 0; n < 4; n++) statuses.push((await browser.call(confirmCode, { code: wrong })).status);
  }
  const late = await browsers[0]?.call(confirmCode, { code: right });
  await strict.stop();
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  expect(late?.status).toBe(429);
});

it('keeps the secret sealed in the table', async () => {
  const person = await givenMember(app, salon, 'STAFF');
  const { body } = await app.call(setUpTwoFactor, person.as);
  expect(body.uri).toContain(`secret=${body.secret}`);
  const [row] = await app.db.query<{ totp_pending: Buffer }>('SELECT totp_pending FROM auth.person WHERE id = $1', [
    person.id,
  ]);
  expect(row?.totp_pending.includes(body.secret)).toBe(false);
});

it('turns two-factor on only with a code of the app, and off with the password and a code', async () => {
  const person = await givenMember(app, salon, 'STAFF');
  await givenPassword(app, person);
  const browser = new Browser(app);
  await browser.signIn(person.email);
  await browser.prove();
  const codeOf = (secret: string) =>
    generateSync({ secret, epoch: Math.floor(app.clock.now().epochMilliseconds / 1_000) });
  expect((await browser.call(confirmTwoFactor, { code: '000000' })).problem.code).toBe('wrong-code');
  const first = (await browser.call(setUpTwoFactor)).body.secret;
  const second = (await browser.call(setUpTwoFactor)).body.secret;
  expect((await browser.call(confirmTwoFactor, { code: codeOf(first) })).problem.code).toBe('wrong-code');
  const code = codeOf(second);
  expect((await browser.call(confirmTwoFactor, { code })).body.codes).toHaveLength(10);
  expect((await browser.call(readSession)).body.person.twoFactor).toBe(true);
  expect((await browser.call(setUpTwoFactor)).problem.code).toBe('not-allowed');
  await app.db.query('UPDATE auth.session SET proven_at = NULL WHERE person_id = $1', [person.id]);
  expect((await browser.call(removeTwoFactor)).problem.code).toBe('password-required');
  expect((await browser.prove(password)).problem.code).toBe('code-required');
  expect((await browser.prove(password, code)).problem.code).toBe('wrong-code');
  expect((await browser.call(removeTwoFactor)).problem.code).toBe('password-required');
  app.clock.moveBy({ seconds: 30 });
  expect((await browser.prove(password, codeOf(second))).status).toBe(204);
  expect((await browser.call(removeTwoFactor)).status).toBe(204);
  expect((await browser.call(readSession)).body.person.twoFactor).toBe(false);
  expect((await app.call(signIn, {}, { email: person.email, password })).body.stage).toBe('complete');
});

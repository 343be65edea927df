import {
  changePassword,
  confirmTwoFactor,
  provePassword,
  readSession,
  readTwoFactor,
  removeTwoFactor,
  renewRecoveryCodes,
  setUpTwoFactor,
  useRecoveryCode,
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
let browser: Browser;
let authenticator: { code(): string; recoveryCodes: string[] };

beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  owner = await givenMember(app, salon, 'OWNER');
  await givenPassword(app, owner);
  browser = new Browser(app);
  await browser.signIn(owner.email);
  authenticator = await givenAuthenticator(app, browser);
});

async function halfSignedIn(): Promise<Browser> {
  const half = new Browser(app);
  await half.signIn(owner.email);
  return half;
}

async function forgetProof(): Promise<void> {
  await app.db.query('UPDATE auth.session SET proven_at = NULL WHERE person_id = $1', [owner.id]);
}

function mailsTo(address: string): Promise<{ message: string; subject: string; body: string }[]> {
  return app.db.query('SELECT message, subject, body FROM mail WHERE recipient = $1 ORDER BY id', [address]);
}

it('gives ten different codes once and stores only their hashes', async () => {
  const { recoveryCodes } = authenticator;
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const code of recoveryCodes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  const rows = await app.db.query<{ row: string }>(
    'SELECT row_to_json(r)::text AS row FROM auth.recovery_code r WHERE person_id = $1',
    [owner.id],
  );
  expect(rows).toHaveLength(10);
  for (const { row } of rows) for (const code of recoveryCodes) expect(row).not.toContain(code);
  expect((await browser.call(readTwoFactor)).body).toEqual({ on: true, recoveryCodesLeft: 10 });
});

it('opens the session with a recovery code instead of the app, however it is typed', async () => {
  const half = await halfSignedIn();
  const [code = ''] = authenticator.recoveryCodes;
  const answer = await half.call(useRecoveryCode, { code: ` ${code.toUpperCase().replaceAll('-', ' ')} ` });
  expect(answer.body).toMatchObject({ stage: 'complete', tenants: [{ id: salon.id }] });
  expect((await half.call(readTwoFactor)).body.recoveryCodesLeft).toBe(9);
});

it('admits one of three equal recovery codes sent at the same time', async () => {
  const halves = [await halfSignedIn(), await halfSignedIn(), await halfSignedIn()];
  const [code = ''] = authenticator.recoveryCodes;
  const answers = await Promise.all(halves.map((half) => half.call(useRecoveryCode, { code })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  const one = await halfSignedIn();
  const [, next = ''] = authenticator.recoveryCodes;
  const same = await Promise.all([1, 2, 3].map(() => app.call(useRecoveryCode, one.as, { code: next })));
  expect(same.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  expect((await browser.call(readTwoFactor)).body.recoveryCodesLeft).toBe(8);
});

it('refuses a used code, a made-up one and another person’s', async () => {
  const [code = '', second = ''] = authenticator.recoveryCodes;
  expect((await (await halfSignedIn()).call(useRecoveryCode, { code })).status).toBe(200);
  const half = await halfSignedIn();
  expect((await half.call(useRecoveryCode, { code })).problem.code).toBe('wrong-code');
  expect((await half.call(useRecoveryCode, { code: '0000-0000-0000-0000' })).problem.code).toBe('wrong-code');
  const other = await givenMember(app, salon, 'STAFF');
  await givenPassword(app, other);
  const theirs = new Browser(app);
  await theirs.signIn(other.email);
  await givenAuthenticator(app, theirs);
  const theirHalf = new Browser(app);
  await theirHalf.signIn(other.email);
  expect((await theirHalf.call(useRecoveryCode, { code: second })).problem.code).toBe('wrong-code');
  expect((await half.call(useRecoveryCode, { code: second })).status).toBe(200);
});

it('renews the codes only after the password, and the ones before are void', async () => {
  await forgetProof();
  expect((await browser.call(renewRecoveryCodes)).problem.code).toBe('password-required');
  await browser.prove(password, authenticator.code());
  const [first, second] = await Promise.all([browser.call(renewRecoveryCodes), browser.call(renewRecoveryCodes)]);
  expect((await browser.call(readTwoFactor)).body.recoveryCodesLeft).toBe(10);
  const half = await halfSignedIn();
  const [old = ''] = authenticator.recoveryCodes;
  expect((await half.call(useRecoveryCode, { code: old })).problem.code).toBe('wrong-code');
  const tried = [
    await half.call(useRecoveryCode, { code: first?.body.codes[0] ?? '' }),
    await half.call(useRecoveryCode, { code: second?.body.codes[0] ?? '' }),
  ];
  // One of two renewals at once is the last; the second try finds either a whole session or the right code.
  expect(tried.filter(({ status }) => status === 200)).toHaveLength(1);
});

it('asks for the password again before the second factor is set up, confirmed or removed', async () => {
  const person = await givenMember(app, salon, 'STAFF');
  await givenPassword(app, person);
  const theirs = new Browser(app);
  await theirs.signIn(person.email);
  expect((await theirs.call(setUpTwoFactor)).problem).toMatchObject({ status: 403, code: 'password-required' });
  expect((await theirs.call(confirmTwoFactor, { code: '000000' })).problem.code).toBe('password-required');
  expect((await theirs.call(removeTwoFactor)).problem.code).toBe('password-required');
  expect((await theirs.prove('not the password')).problem.code).toBe('wrong-credentials');
  expect((await theirs.call(setUpTwoFactor)).problem.code).toBe('password-required');
  expect((await theirs.prove()).status).toBe(204);
  expect((await theirs.call(setUpTwoFactor)).status).toBe(200);
  await app.db.query(`UPDATE auth.session SET proven_at = now() - interval '601 seconds' WHERE person_id = $1`, [
    person.id,
  ]);
  expect((await theirs.call(setUpTwoFactor)).problem.code).toBe('password-required');
});

it('a proof is the session’s own: another session of the same person has to give it too', async () => {
  const second = await givenSession(app, salon, owner.id);
  await forgetProof();
  await browser.prove(password, authenticator.code());
  expect((await app.call(renewRecoveryCodes, second)).problem.code).toBe('password-required');
});

it('a stolen session has ten wrong passwords and ends; the owner’s other session and browser lose no try by them', async () => {
  const strict = await testApp({ RATE_LIMITS: '1' }, app.db);
  try {
    const stolen = await givenSession(app, salon, owner.id);
    const problems: string[] = [];
    for (let n = 0; n < 12; n++) {
      const wrong = { password: `wrong ${n}`, code: '000000' };
      problems.push((await strict.call(provePassword, stolen, wrong)).problem.code);
    }
    expect(problems).toEqual([...Array<string>(10).fill('wrong-credentials'), 'sign-in-required', 'sign-in-required']);
    expect((await strict.call(readSession, stolen)).status).toBe(401);
    for (const as of [browser.as, await givenSession(app, salon, owner.id)]) {
      // A right password without its code is no wrong try, however often.
      for (let n = 0; n < 11; n++)
        expect((await strict.call(provePassword, as, { password })).problem.code).toBe('code-required');
      const { problem } = await strict.call(provePassword, as, { password, code: '000000' });
      expect(problem.code).toBe('wrong-code');
    }
    const next = 'another battery, quite correct';
    expect((await strict.call(changePassword, browser.as, { current: password, password: next })).status).toBe(204);
  } finally {
    await strict.stop();
  }
}, 60_000);

it('a session also ends that tries the password where it is changed', async () => {
  const strict = await testApp({ RATE_LIMITS: '1' }, app.db);
  try {
    const stolen = await givenSession(app, salon, owner.id);
    const input = { current: 'not the password', password: 'another battery, quite correct' };
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++) statuses.push((await strict.call(changePassword, stolen, input)).status);
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect((await strict.call(readSession, stolen)).status).toBe(401);
    expect((await strict.call(readSession, browser.as)).status).toBe(200);
  } finally {
    await strict.stop();
  }
}, 60_000);

it('a recovery code proves the person too, once', async () => {
  await forgetProof();
  const [code = ''] = authenticator.recoveryCodes;
  const answers = await Promise.all([1, 2, 3].map(() => browser.prove(password, code)));
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
  expect((await browser.call(removeTwoFactor)).status).toBe(204);
  expect((await app.call(readTwoFactor, browser.as)).body).toEqual({ on: false, recoveryCodesLeft: 0 });
});

it('ends the person’s other sessions when the factor is added or removed, and writes to the person', async () => {
  await app.db.query(`UPDATE auth.person SET language = 'hu' WHERE id = $1`, [owner.id]);
  const other = await givenSession(app, salon, owner.id);
  await browser.call(removeTwoFactor);
  expect((await app.call(readSession, other)).problem.code).toBe('sign-in-required');
  expect((await browser.call(readSession)).status).toBe(200);
  const third = await givenSession(app, salon, owner.id);
  const { secret } = (await browser.call(setUpTwoFactor)).body;
  app.clock.moveBy({ seconds: 60 });
  const code = generateSync({ secret, epoch: Math.floor(app.clock.now().epochMilliseconds / 1_000) });
  expect((await browser.call(confirmTwoFactor, { code })).status).toBe(200);
  expect((await app.call(readSession, third)).problem.code).toBe('sign-in-required');
  const mails = await mailsTo(owner.email);
  expect(mails.map(({ message }) => message)).toEqual([
    'security-authenticator-added',
    'security-authenticator-removed',
    'security-authenticator-added',
  ]);
  expect(mails.map(({ subject }) => subject)).toEqual([
    'Two-factor sign-in was turned on',
    'A kétlépcsős bejelentkezés kikapcsolva',
    'A kétlépcsős bejelentkezés bekapcsolva',
  ]);
});

it('writes to the person at every use of a recovery code, with how many are left and no code', async () => {
  const [code = ''] = authenticator.recoveryCodes;
  await (await halfSignedIn()).call(useRecoveryCode, { code });
  const mail = (await mailsTo(owner.email)).find(({ message }) => message === 'security-recovery-code-used');
  expect(mail?.body).toContain('9 are left');
  for (const one of authenticator.recoveryCodes) expect(mail?.body).not.toContain(one);
});

it('says on the declaration which operations ask for the password again', () => {
  const asking = app.get(Doors).all.filter(({ rules }) => rules.stepUp);
  expect(asking.map(({ route }) => route.verb).sort()).toEqual([
    'check-proof',
    'confirm-two-factor',
    'create-api-key',
    'create-site-key',
    'edit-site-key',
    'export-package-report',
    'export-packages',
    'export-security-events',
    'invite-member',
    'remove-two-factor',
    'renew-recovery-codes',
    'revoke-site-key',
    'rotate-customer-token-secret',
    'set-up-two-factor',
  ]);
});

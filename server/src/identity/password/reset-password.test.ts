import { changePassword, readSession, requestPasswordReset, resetPassword } from '@bookinda/contracts/identity/routes';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { Browser, givenPassword, password } from '../../test/browser.js';
import { type GivenMember, type GivenTenant, givenMember, givenTenant } from '../../test/given.js';
import { waitingMails } from '../../test/waiting-mails.js';
import { tokenHash } from '../session-token.js';

let app: TestApp;
let salon: GivenTenant;
let person: GivenMember;
const next = 'another horse, another battery';

beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  person = await givenMember(app, salon, 'MANAGER');
  await givenPassword(app, person);
});

function mails(address: string) {
  return waitingMails(app, 'recipient = $1 ORDER BY id DESC', [address]);
}

async function linkFor(address: string): Promise<string> {
  expect((await app.call(requestPasswordReset, {}, { email: address })).status).toBe(204);
  const [mail] = await mails(address);
  return /\/manager\/reset#([\w-]{43})\s/.exec(`${mail?.body} `)?.[1] ?? '';
}

it('mails a link that sets a new password once; of its secret only the hash is stored', async () => {
  const token = await linkFor(person.email.toUpperCase().toLowerCase());
  const [link] = await app.db.query<{ minutes: string }>(
    `SELECT round(extract(epoch FROM expires_at - now()) / 60)::text AS minutes FROM auth.link WHERE token_hash = $1`,
    [tokenHash(token)],
  );
  expect(link?.minutes).toBe('60');
  expect((await app.call(resetPassword, {}, { token, password: next })).status).toBe(204);
  expect((await new Browser(app).signIn(person.email)).status).toBe(401);
  expect((await new Browser(app).signIn(person.email, next)).status).toBe(200);
  expect((await app.call(resetPassword, {}, { token, password })).problem).toMatchObject({
    status: 410,
    code: 'link-used',
  });
  expect((await new Browser(app).signIn(person.email, next)).status).toBe(200);
});

it('writes to the person in their language, in the name of their salon', async () => {
  await app.db.query(`UPDATE auth.person SET language = 'hu' WHERE id = $1`, [person.id]);
  await linkFor(person.email);
  const [mail] = await mails(person.email);
  expect(mail).toMatchObject({ subject: 'Új jelszó megadása', tenant_id: salon.id, event_id: null });
  expect(mail?.body).toContain('http://desk.test/manager/reset#');
  expect(mail?.html).toContain('Kedves');
});

it('answers an unknown address alike, after the same time, and mails nobody', async () => {
  const time = async (email: string) => {
    const start = performance.now();
    const { status, body } = await app.call(requestPasswordReset, {}, { email });
    expect({ status, body }).toEqual({ status: 204, body: '' });
    return performance.now() - start;
  };
  const times = await Promise.all([time(person.email), time('nobody@people.example')]);
  for (const took of times) expect(took).toBeGreaterThanOrEqual(245);
  expect(await mails('nobody@people.example')).toEqual([]);
  const gone = await givenMember(app, salon, 'STAFF');
  await app.db.query(`UPDATE auth.membership SET state = 'ended' WHERE person_id = $1`, [gone.id]);
  await time(gone.email);
  expect(await mails(gone.email)).toEqual([]);
});

it('ends every session and every other open reset', async () => {
  const [older, newer] = [await linkFor(person.email), await linkFor(person.email)];
  expect((await app.call(readSession, person.as)).status).toBe(200);
  expect((await app.call(resetPassword, {}, { token: newer, password: next })).status).toBe(204);
  expect((await app.call(readSession, person.as)).status).toBe(401);
  expect((await app.call(resetPassword, {}, { token: older, password })).problem.code).toBe('link-used');
});

it('lets one of two at the same moment win', async () => {
  const token = await linkFor(person.email);
  const answers = await Promise.all(
    [next, password].map((text) => app.call(resetPassword, {}, { token, password: text })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 410]);
});

it('refuses a link that is too old, made up, of another purpose, or sent by a foreign page', async () => {
  const token = await linkFor(person.email);
  expect(
    (await app.call(resetPassword, { origin: 'https://evil.example' }, { token, password: next })).problem.code,
  ).toBe('origin-not-allowed');
  expect((await app.call(resetPassword, {}, { token: 'x'.repeat(43), password: next })).problem.code).toBe('link-used');
  expect((await app.call(resetPassword, {}, { token, password: 'too short' })).problem.code).toBe('invalid-input');
  await app.db.query(`UPDATE auth.link SET purpose = 'accept-invitation' WHERE token_hash = $1`, [tokenHash(token)]);
  expect((await app.call(resetPassword, {}, { token, password: next })).problem.code).toBe('link-used');
  await app.db.query(`UPDATE auth.link SET purpose = 'reset-password', expires_at = now() WHERE token_hash = $1`, [
    tokenHash(token),
  ]);
  expect((await app.call(resetPassword, {}, { token, password: next })).problem.code).toBe('link-used');
  expect((await new Browser(app).signIn(person.email)).status).toBe(200);
});

it('stops asking on behalf of one address after five mails an hour, and a reset forgives wrong passwords', async () => {
  const strict = await testApp({ RATE_LIMITS: '1' }, app.db);
  try {
    for (let n = 0; n < 10; n++) await new Browser(strict).signIn(person.email, 'not the password');
    expect((await new Browser(strict).signIn(person.email)).status).toBe(429);
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++)
      statuses.push((await strict.call(requestPasswordReset, {}, { email: person.email })).status);
    expect(statuses).toEqual([204, 204, 204, 204, 204, 429]);
    const [mail] = await mails(person.email);
    const token = /reset#([\w-]{43})/.exec(mail?.body ?? '')?.[1] ?? '';
    expect((await strict.call(resetPassword, {}, { token, password: next })).status).toBe(204);
    expect((await new Browser(strict).signIn(person.email, next)).status).toBe(200);
  } finally {
    await strict.stop();
  }
});

it('changes the password against the current one, keeps this session and ends the others', async () => {
  const browser = new Browser(app);
  await browser.signIn(person.email);
  const token = await linkFor(person.email);
  expect((await browser.call(changePassword, { current: 'not the password', password: next })).problem.code).toBe(
    'wrong-credentials',
  );
  expect((await app.call(readSession, person.as)).status).toBe(200);
  expect((await browser.call(changePassword, { current: password, password: next })).status).toBe(204);
  expect((await browser.call(readSession)).status).toBe(200);
  expect((await app.call(readSession, person.as)).status).toBe(401);
  expect((await app.call(resetPassword, {}, { token, password })).problem.code).toBe('link-used');
  expect((await new Browser(app).signIn(person.email, next)).status).toBe(200);
});

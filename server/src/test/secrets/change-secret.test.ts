import {
  confirmCode,
  confirmTwoFactor,
  readSession,
  rotateCustomerTokenSecret,
  setUpTwoFactor,
  signOut,
} from '@bookinda/contracts/identity/routes';
import { listOwnPackages } from '@bookinda/contracts/packages/routes';
import { openTicket, readPassedTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { csrfOf } from '../../identity/session-token.js';
import { Decide } from '../../notifications/decide.js';
import { KeyRing } from '../../platform/keys/key-ring.js';
import { SealAnew } from '../../platform/keys/seal-anew.js';
import { type As, type TestApp, testApp } from '../app.js';
import { Browser, givenPassword } from '../browser.js';
import { asCustomer, type GivenMember, type GivenTenant, givenCustomer, givenMember, givenTenant } from '../given.js';
import { waitingMails } from '../waiting-mails.js';

const [first, second] = ['the-first-secret-of-this-installation', 'the-second-secret-of-this-installation'];

/** The steps of "Change the secret" in docs/operating.md, each a server of its own over the same database. */
let before: TestApp;
let between: TestApp;
let after: TestApp;
let salon: GivenTenant;
let owner: GivenMember;
let totp: string;
let customer: As;
let links: { ticket: string; unsubscribe: string };
beforeAll(async () => {
  before = await testApp({ SECRET: first });
  between = await testApp({ SECRET: second, SECRET_OLD: first }, before.db);
  after = await testApp({ SECRET: second }, before.db);
  salon = await givenTenant(before);
  owner = await givenMember(before, salon, 'OWNER');
  await givenPassword(before, owner);
  totp = (await before.call(setUpTwoFactor, owner.as)).body.secret;
  expect((await before.call(confirmTwoFactor, owner.as, { code: codeAt(before) })).status).toBe(200);
  customer = await asCustomer(salon, await givenCustomer(before, salon));
  links = await linksOfNewTicket(before);
  // Later steps of the code's clock, since every step counts once.
  between.clock.moveBy({ minutes: 10 });
  after.clock.moveBy({ minutes: 20 });
});
afterAll(async () => {
  await after.stop();
  await between.stop();
  await before.stop();
});

function codeAt(app: TestApp): string {
  return generateSync({ secret: totp, epoch: Math.floor(app.clock.now().epochMilliseconds / 1_000) });
}

async function linksOfNewTicket(app: TestApp): Promise<{ ticket: string; unsubscribe: string }> {
  const words = { type: 'BILLING', subject: 'VAT', description: 'Wrong.' };
  const { body } = await app.call(openTicket, customer, words);
  const events = await app.db.query<{ id: string }>('SELECT id FROM event WHERE ticket_id = $1', [body.id]);
  await app.get(Decide).decide({ tenantId: salon.id, events: events.map(({ id }) => id) });
  return linksIn(app, events[0]!.id);
}

async function linksIn(app: TestApp, event: string): Promise<{ ticket: string; unsubscribe: string }> {
  const mails = await waitingMails(app, 'event_id = $1', [event]);
  const found = (pattern: RegExp) => mails.map(({ body }) => pattern.exec(body)?.[1]).find(Boolean) ?? '';
  return { ticket: found(/\/ticket#(vt_[\w-]+)/), unsubscribe: found(/(\/v1\/unsubscribe\/\S+)/) };
}

async function signsIn(app: TestApp): Promise<number> {
  const browser = new Browser(app);
  await browser.signIn(owner.email);
  return (await browser.call(confirmCode, { code: codeAt(app) })).status;
}

const opens = async (app: TestApp, link: string) =>
  (await app.call(readPassedTicket, { authorization: `Bearer ${link}` })).status;
const page = async (app: TestApp, path: string) => {
  const answer = await fetch(app.url + path);
  return { status: answer.status, text: await answer.text() };
};

it('with the former secret in SECRET_OLD everything made under it still holds', async () => {
  expect(await signsIn(between)).toBe(200);
  expect(await opens(between, links.ticket)).toBe(200);
  expect(await page(between, links.unsubscribe)).toMatchObject({ status: 200 });
  expect((await between.call(listOwnPackages, customer)).status).toBe(200);
  expect((await waitingMails(between, 'tenant_id = $1', [salon.id])).length).toBeGreaterThan(0);
  // A page that was open before the change goes on writing.
  const open = new Browser(before);
  await open.signIn(owner.email);
  expect((await between.call(readSession, open.as)).body.csrf).not.toBe(open.csrf);
  expect((await between.call(signOut, open.as)).status).toBe(204);
});

it('what is made anew is made under the current secret alone', async () => {
  const made = await linksOfNewTicket(between);
  expect(await opens(after, made.ticket)).toBe(200);
  expect(await opens(before, made.ticket)).toBe(401);
  expect(csrfOf(between.config.keys, 'token')).toBe(csrfOf(new KeyRing(second), 'token'));
});

it('without the former secret sealed values are missed, and left as they are', async () => {
  const { sealed, lost } = await after.get(SealAnew).run();
  expect(sealed).toBe(0);
  expect(lost).toBeGreaterThanOrEqual(3);
  expect((await after.call(listOwnPackages, customer)).problem.code).toBe('token-invalid');
  expect((await between.call(listOwnPackages, customer)).status).toBe(200);
});

it('once everything is sealed anew the former secret can go: codes and hosts’ secrets stay good, old links say kindly that they ended', async () => {
  const { sealed, lost } = await between.get(SealAnew).run();
  expect(sealed).toBeGreaterThanOrEqual(3);
  expect(lost).toBe(0);
  expect(await between.get(SealAnew).run()).toEqual({ sealed: 0, lost: 0 });

  expect(await signsIn(after)).toBe(200);
  expect((await after.call(listOwnPackages, customer)).status).toBe(200);
  expect((await waitingMails(after, 'tenant_id = $1', [salon.id])).length).toBeGreaterThan(0);
  expect(await opens(after, links.ticket)).toBe(401);
  const gone = await page(after, links.unsubscribe);
  expect(gone.status).toBe(404);
  expect(gone.text).toContain('Please open the link from the newest mail');
  expect(gone.text).toContain('Kérjük, nyissa meg a legújabb levélben lévő linket');
});

it('a host’s secret that stands in clear from before is sealed, and proves tokens before and after', async () => {
  const tenant = await givenTenant(after);
  const shopper = await asCustomer(tenant, await givenCustomer(after, tenant));
  await after.db.query('UPDATE customer_token_secret SET sealed = NULL, secret = $2 WHERE tenant_id = $1', [
    tenant.id,
    tenant.tokenSecret,
  ]);
  expect((await after.call(listOwnPackages, shopper)).status).toBe(200);
  expect(await after.get(SealAnew).run()).toEqual({ sealed: 1, lost: 0 });
  expect(
    await after.db.query(
      'SELECT secret, sealed IS NOT NULL AS sealed FROM customer_token_secret WHERE tenant_id = $1',
      [tenant.id],
    ),
  ).toEqual([{ secret: null, sealed: true }]);
  expect((await after.call(listOwnPackages, shopper)).status).toBe(200);
});

it('a host’s retired secret is erased within hours; the current one and a just retired one stay', async () => {
  const tenant = await givenTenant(after);
  const boss = await givenMember(after, tenant, 'OWNER');
  for (let n = 0; n < 2; n++) await after.call(rotateCustomerTokenSecret, boss.as);
  await after.db.query(
    `UPDATE customer_token_secret SET retired_at = now() - interval '61 minutes'
     WHERE id = (SELECT min(id::text)::uuid FROM customer_token_secret WHERE tenant_id = $1)`,
    [tenant.id],
  );
  await after.get(SealAnew).run();
  const kept = await after.db.query<{ kept: boolean }>(
    'SELECT num_nonnulls(secret, sealed) = 1 AS kept FROM customer_token_secret WHERE tenant_id = $1 ORDER BY id',
    [tenant.id],
  );
  expect(kept).toEqual([{ kept: false }, { kept: true }, { kept: true }]);
});

it('SECRET_OLD takes several secrets, and none that is too short', async () => {
  const several = await testApp({ SECRET: second, SECRET_OLD: ` ${first},\n${'x'.repeat(32)} ` }, before.db).then(
    async (app) => {
      await app.stop();
      return app.config.keys.ids.length;
    },
  );
  expect(several).toBe(3);
  await expect(testApp({ SECRET_OLD: 'short' }, before.db)).rejects.toThrow('SECRET_OLD');
});

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  confirmTwoFactor,
  createApiKey,
  inviteMember,
  requestPasswordReset,
  rotateCustomerTokenSecret,
  setUpTwoFactor,
} from '@bookinda/contracts/identity/routes';
import { listOwnPackages } from '@bookinda/contracts/packages/routes';
import { openTicket, replyToTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { loadDemo } from '../../demo/load-demo.js';
import { Decide } from '../../notifications/decide.js';
import { SendMail } from '../../notifications/mail/send-mail.js';
import { Database } from '../../platform/database/database.js';
import { type TestApp, testApp } from '../app.js';
import { Browser, givenPassword, password } from '../browser.js';
import { asCustomer, type GivenTenant, givenCustomer, givenMember, givenTenant } from '../given.js';
import { type MailServer, mailServer } from '../mail-server.js';
import { waitingMails } from '../waiting-mails.js';

let server: MailServer;
let app: TestApp;
let salon: GivenTenant;
/** Every secret that was given out, by what it is. */
const secrets = new Map<string, string>();
beforeAll(async () => {
  server = await mailServer();
  app = await testApp({ SMTP_URL: server.url });
  await loadDemo(app.get(Database), app.clock, app.config);
  salon = await givenTenant(app);
  secrets.set('a host’s secret', salon.tokenSecret);
  await accounts();
  await tickets();
});
afterAll(async () => {
  await app.stop();
  await server.stop();
});

async function accounts(): Promise<void> {
  const owner = await givenMember(app, salon, 'OWNER');
  await givenPassword(app, owner);
  const browser = new Browser(app);
  await browser.signIn(owner.email);
  await browser.prove();
  secrets.set('a password', password).set('a session', browser.token).set('a CSRF token', browser.csrf);
  for (const scope of ['tickets:read', 'tickets:write'] as const) {
    const key = await browser.call(createApiKey, { name: scope, scopes: [scope] });
    secrets.set(`an API key with ${scope}`, key.body.secret);
  }
  secrets.set('a rotated host’s secret', (await browser.call(rotateCustomerTokenSecret)).body.secret);
  await browser.call(inviteMember, { email: 'new@people.example', name: 'New', role: 'STAFF' });
  await app.call(requestPasswordReset, {}, { email: owner.email });
  const mails = await waitingMails(app, 'event_id IS NULL AND tenant_id = $1', [salon.id]);
  for (const { message, body } of mails) {
    const token = /#([\w-]{43})/.exec(body)?.[1];
    if (token) secrets.set(`the link of ${message}`, token);
  }
  const setup = await browser.call(setUpTwoFactor);
  secrets.set('an authenticator', setup.body.secret);
  const epoch = Math.floor(app.clock.now().epochMilliseconds / 1_000);
  const { body } = await browser.call(confirmTwoFactor, { code: generateSync({ secret: setup.body.secret, epoch }) });
  for (const [n, code] of body.codes.entries()) secrets.set(`recovery code ${n}`, code);
}

/** One ticket whose mails wait, and one whose mails were sent. */
async function tickets(): Promise<void> {
  const agent = await givenMember(app, salon, 'AGENT');
  const customer = await asCustomer(salon, await givenCustomer(app, salon));
  secrets.set('a customer token', customer['x-customer-token'] ?? '');
  await app.call(listOwnPackages, customer);
  for (const sent of [false, true]) {
    const { body } = await app.call(openTicket, customer, { type: 'BILLING', subject: 'VAT', description: 'Wrong.' });
    await app.call(replyToTicket, agent.as, { body: 'Mended.' }, { id: body.id });
    const events = await app.db.query<{ id: string }>('SELECT id FROM event WHERE ticket_id = $1', [body.id]);
    await app.get(Decide).decide({ tenantId: salon.id, events: events.map(({ id }) => id) });
    const ofTicket = 'event_id IN (SELECT e.id FROM event e WHERE e.ticket_id = $1)';
    for (const mail of await waitingMails(app, ofTicket, [body.id])) {
      const name = `the link of ${mail.message}, ${sent ? 'sent' : 'waiting'}`;
      const link = /\/ticket#(vt_[\w-]+)/.exec(mail.body)?.[1];
      if (link) secrets.set(name, link);
      const ends = /\/v1\/unsubscribe\/(\S+)/.exec(mail.body)?.[1];
      if (ends) secrets.set(`${name}, unsubscribing`, ends);
    }
    const mails = await app.db.query<{ id: string }>(`SELECT id FROM mail WHERE ${ofTicket}`, [body.id]);
    if (sent) for (const { id } of mails) await app.get(SendMail).send({ tenantId: salon.id, mail: id });
  }
}

/** Every row of every table, as text; bytes as hexadecimal digits. */
async function backup(): Promise<{ table: string; text: string }[]> {
  const tables = await app.db.query<{ table: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS table FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  return Promise.all(
    tables.map(async ({ table }) => {
      const [row] = await app.db.query<{ text: string | null }>(
        `SELECT string_agg(t::text, E'\\n') AS text FROM ${table} t`,
      );
      return { table, text: row?.text ?? '' };
    }),
  );
}

it('whoever steals a backup finds no secret that was given out, in no table, neither as text nor as bytes', async () => {
  expect([...secrets.keys()]).toEqual(
    expect.arrayContaining([
      'the link of reset-password',
      'the link of invitation',
      'the link of ticket-received, waiting',
      'the link of desk-replied, sent',
      'the link of new-ticket-for-team, sent, unsubscribing',
      'recovery code 0',
    ]),
  );
  for (const [name, secret] of secrets) expect({ name, length: secret.length > 9 }).toEqual({ name, length: true });
  const tables = await backup();
  expect(tables.find(({ table }) => table === 'public.mail')?.text).toContain('VAT');
  const found = tables.flatMap(({ table, text }) =>
    [...secrets]
      .filter(([, secret]) => text.includes(secret) || text.includes(Buffer.from(secret).toString('hex')))
      .map(([name]) => `${name} in ${table}`),
  );
  expect(found).toEqual([]);
});

it('nor anything that looks like a ticket’s link or an API key', async () => {
  const found = (await backup()).filter(({ text }) => /(?:vt|sk)_[\w-]{20}/.test(text)).map(({ table }) => table);
  expect(found).toEqual([]);
});

it('the file with the demo’s secrets is for its owner’s eyes', async () => {
  const { mode } = await stat(join(app.config.dataDir, 'demo-tenants.json'));
  expect((mode & 0o777).toString(8)).toBe('600');
});

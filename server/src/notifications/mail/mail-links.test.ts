import { requestPasswordReset } from '@bookinda/contracts/identity/routes';
import { endTicketLinks, openTicket, readPassedTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database } from '../../platform/database/database.js';
import { type TestApp, testApp } from '../../test/app.js';
import { asCustomer, type GivenTenant, givenCustomer, givenMember, givenTenant } from '../../test/given.js';
import { type MailServer, mailServer } from '../../test/mail-server.js';
import { Decide } from '../decide.js';
import { Post } from './post.js';
import { SendMail } from './send-mail.js';

let server: MailServer;
let app: TestApp;
let salon: GivenTenant;
beforeAll(async () => {
  server = await mailServer();
  app = await testApp({ SMTP_URL: server.url });
  salon = await givenTenant(app);
});
afterAll(async () => {
  await app.stop();
  await server.stop();
});

interface Stored {
  id: string;
  recipient: string;
  message_id: string;
  state: string;
  links: Buffer | null;
  row: string;
}

const stored = (condition: string, values: unknown[]) =>
  app.db.query<Stored>(
    `SELECT id, recipient, message_id, state, links, m::text AS row FROM mail m WHERE ${condition}`,
    values,
  );

/** The mails of a customer's new ticket: her receipt and the team's notice. */
async function mailsOfTicket(): Promise<Stored[]> {
  const customer = await asCustomer(salon, await givenCustomer(app, salon));
  const words = { type: 'TECHNICAL', subject: 'Booking save error', description: 'Nothing happens.' };
  const { body } = await app.call(openTicket, customer, words);
  const [event] = await app.db.query<{ id: string }>('SELECT id FROM event WHERE ticket_id = $1', [body.id]);
  await app.get(Decide).decide({ tenantId: salon.id, events: [event!.id] });
  return stored('event_id = $1 ORDER BY message', [event!.id]);
}

const secrets = /vt_[\w-]{20}|reset#|unsubscribe\/|invitation#/;

it('while mails wait their links lie sealed in the table, and in clear nowhere', async () => {
  const member = await givenMember(app, salon, 'OWNER');
  await app.call(requestPasswordReset, {}, { email: member.email });
  const mails = [...(await mailsOfTicket()), ...(await stored('recipient = $1', [member.email]))];
  expect(mails).toHaveLength(3);
  for (const { row, links, state } of mails) {
    expect(state).toBe('waiting');
    expect(links?.length).toBeGreaterThan(60);
    expect(row).not.toMatch(secrets);
    expect(links?.toString('latin1')).not.toMatch(secrets);
  }
});

it('a mail is sent with its links, which the table forgets then', async () => {
  const [notice, receipt] = await mailsOfTicket();
  for (const mail of [notice, receipt]) await app.get(SendMail).send({ tenantId: salon.id, mail: mail!.id });
  const [mine] = await server.to(receipt!.recipient);
  const link = /http:\/\/desk\.test\/ticket#vt_[\w-]+/.exec(mine?.text ?? '')?.[0] ?? '';
  expect(link).not.toBe('');
  expect(mine?.html).toContain(`href="${link}"`);
  expect(`${mine?.html}${mine?.text}`).not.toContain('link:');
  const [team] = await server.to(notice!.recipient);
  const ends = team?.headers.find(({ key }) => key === 'list-unsubscribe')?.value.slice(1, -1) ?? '';
  expect(ends).toMatch(/^http:\/\/desk\.test\/v1\/unsubscribe\//);
  expect(team?.text).toContain(ends);
  for (const { id } of [notice!, receipt!]) {
    const [after] = await stored('id = $1', [id]);
    expect(after).toMatchObject({ state: 'sent', links: null });
    expect(after?.row).not.toMatch(secrets);
  }
});

it('a mail that waits while the desk ends the ticket’s links is sent with a link that opens the ticket', async () => {
  const agent = await givenMember(app, salon, 'AGENT');
  const [, receipt] = await mailsOfTicket();
  const [ticket] = await app.db.query<{ id: string }>(
    'SELECT e.ticket_id AS id FROM event e JOIN mail m ON m.event_id = e.id WHERE m.id = $1',
    [receipt!.id],
  );
  expect((await app.call(endTicketLinks, agent.as, undefined, { id: ticket!.id })).status).toBe(204);
  await app.get(SendMail).send({ tenantId: salon.id, mail: receipt!.id });
  const [mail] = await server.to(receipt!.recipient);
  const links = new Set(`${mail?.text} ${mail?.html}`.match(/vt_[\w-]+/g));
  expect(links.size).toBe(1);
  for (const link of links) {
    const { status, body } = await app.call(readPassedTicket, { authorization: `Bearer ${link}` });
    expect([status, body]).toMatchObject([200, { id: ticket!.id }]);
  }
});

it('a second attempt sends the same link under the same Message-ID', async () => {
  const [, receipt] = await mailsOfTicket();
  await app.get(SendMail).send({ tenantId: salon.id, mail: receipt!.id });
  // As if the process had died between the mail server's yes and our note.
  await app.db.query(
    `UPDATE mail SET state = 'waiting', sent_at = NULL, links = $2, next_attempt_at = now() WHERE id = $1`,
    [receipt!.id, receipt!.links],
  );
  await app.get(SendMail).send({ tenantId: salon.id, mail: receipt!.id });
  const copies = await server.to(receipt!.recipient);
  expect(copies).toHaveLength(2);
  expect(copies[0]?.text).toContain('vt_');
  expect(copies[1]?.text).toBe(copies[0]?.text);
  expect(copies.map(({ messageId }) => messageId)).toEqual([`<${receipt!.message_id}>`, `<${receipt!.message_id}>`]);
});

it('a mail that will never be sent keeps no link, whatever stopped it', async () => {
  for (const state of ['failed', 'unsubscribed', 'no-address']) {
    const [, receipt] = await mailsOfTicket();
    await app.db.query('UPDATE mail SET state = $2 WHERE id = $1', [receipt!.id, state]);
    expect(await stored('id = $1', [receipt!.id])).toMatchObject([{ state, links: null }]);
  }
});

it('a mail stored before links were sealed goes out as it is and loses them then', async () => {
  const url = `http://desk.test/ticket#vt_${'A'.repeat(75)}`;
  const [, receipt] = await mailsOfTicket();
  await app.db.query(
    `UPDATE mail SET links = NULL, html = $2, body = $3, headers = headers || '{"unsubscribe": "http://desk.test/v1/unsubscribe/abc.def"}' WHERE id = $1`,
    [receipt!.id, `<a href="${url}">Open</a>`, `Open: ${url}`],
  );
  await app.get(SendMail).send({ tenantId: salon.id, mail: receipt!.id });
  expect((await server.to(receipt!.recipient))[0]?.text).toContain(url);
  const [after] = await stored('id = $1', [receipt!.id]);
  expect(after?.row).not.toMatch(secrets);
  expect(after?.row).toContain('Open: http://desk.test/ticket#vt_');
});

it('words cannot ask for a link of their mail', async () => {
  const id = await app.get(Database).write({ tenantId: salon.id }, (tx) =>
    app.get(Post).mail(tx, {
      tenantId: salon.id,
      message: 'test',
      to: { address: 'words@example.hu' },
      subject: 'Words',
      letter: {
        language: 'en',
        heading: 'Words',
        paragraphs: ['link:button:00000000-0000-7000-8000-000000000000 and link:button:'],
        button: { label: 'Open', url: 'http://desk.test/x?a=1&b=$&#secret' },
      },
    }),
  );
  await app.get(SendMail).send({ tenantId: salon.id, mail: id });
  const [mail] = await server.to('words@example.hu');
  expect(mail?.text).toContain('link:button:00000000-0000-7000-8000-000000000000 and link:button:');
  expect(mail?.text).toContain('Open:\nhttp://desk.test/x?a=1&b=$&#secret');
  expect(mail?.html).toContain('href="http://desk.test/x?a=1&#38;b=$&#38;#secret"');
});

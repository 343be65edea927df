import { listMails, readMail } from '@bookinda/contracts/notifications/routes';
import {
  confirmDisownTicket,
  disownTicket,
  listTickets,
  openTicket,
  readPassedTicket,
  readTicket,
  replyToTicket,
} from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Email } from 'postal-mime';
import { type TestApp, testApp } from '../../test/app.js';
import { deliverMails } from '../../test/deliver.js';
import {
  asCustomer,
  asVisitor,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenTenant,
} from '../../test/given.js';
import { type MailServer, mailServer } from '../../test/mail-server.js';
import { givenProof } from '../../test/proof.js';

let server: MailServer;
let app: TestApp;
let salon: GivenTenant;
let agent: GivenMember;
beforeAll(async () => {
  server = await mailServer();
  app = await testApp({ SMTP_URL: server.url });
});
afterAll(async () => {
  await app.stop();
  await server.stop();
});
beforeEach(async () => {
  salon = await givenTenant(app);
  agent = await givenMember(app, salon, 'OWNER');
  server.mails.splice(0);
});

const phishing = {
  type: 'BILLING',
  name: 'Mayfair Beauty Billing',
  subject: 'Your bank account is locked www.evil.example',
  description: 'Unlock it at https://evil.example/login or write to help@evil.example.\nevil.example',
};
const strangersWords = ['Mayfair Beauty Billing', 'bank account', 'evil', 'Unlock'];

async function written(email = 'victim@example.hu', language = 'en', at = salon) {
  const visitor = asVisitor(at);
  const input = { ...phishing, email, language, proof: await givenProof(app, visitor) };
  const { body } = await app.call(openTicket, visitor, input);
  await deliverMails(app);
  return body;
}
/** Everything a mail program shows or acts on. */
const wholeOf = (mail: Email | undefined) =>
  JSON.stringify([mail?.headers, mail?.from, mail?.to, mail?.subject, mail?.html, mail?.text]);
const linkIn = (mail: Email | undefined, path: string) =>
  new RegExp(`${path}([\\w.-]+)`).exec(mail?.text ?? '')?.[1] ?? '';
const openedLink = (mail: Email | undefined) =>
  app.call(readPassedTicket, { authorization: `Bearer ${linkIn(mail, '/ticket#')}` });
const teamMail = () => server.mails.find(({ to }) => to?.[0]?.address?.startsWith('team@'));
const addressOf = async (id: string) => (await app.call(readTicket, agent.as, undefined, { id })).body.address;

describe('to an address that nobody has proven', () => {
  it.each([
    ['en', 'We have received your message'],
    ['hu', 'Megkaptuk az üzenetét'],
  ])(
    'a receipt (%s) carries none of the writer’s words, names and links, in no header and in neither form',
    async (language, said) => {
      const ticket = await written('victim@example.hu', language);
      const [receipt] = await server.to('victim@example.hu');
      expect(receipt?.subject).toContain(ticket.number);
      expect(receipt?.from?.name).toBe(salon.name);
      for (const form of [receipt?.text, receipt?.html]) expect(form).toContain(said);
      for (const words of strangersWords) expect([words, wholeOf(receipt).includes(words)]).toEqual([words, false]);
      const links = [...(receipt?.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
      expect(links.every((href) => href?.startsWith('http://desk.test/'))).toBe(true);
    },
  );

  it('the desk’s answer carries the desk’s words and none of the stranger’s', async () => {
    const ticket = await written();
    server.mails.splice(0);
    await app.call(
      replyToTicket,
      agent.as,
      { body: 'Who are you? See https://salon.example/help', resolve: 'answered' },
      { id: ticket.id },
    );
    await deliverMails(app);
    const [mail] = await server.to('victim@example.hu');
    expect(mail?.text).toContain('> Who are you? See https://salon.example/help');
    for (const words of strangersWords) expect([words, wholeOf(mail).includes(words)]).toEqual([words, false]);
    expect(linkIn(mail, '/v1/disown/')).not.toBe('');
  });

  it('the team reads the words, with links that are none, and that the address is not confirmed', async () => {
    const ticket = await written();
    const mail = teamMail();
    expect(mail?.text).toContain('Address not confirmed: a visitor entered victim@example.hu');
    expect(mail?.text).toContain('Unlock it at https[:]//evil[.]example/login or write to help@evil[.]example.');
    for (const link of ['evil.example', '://evil']) expect([link, wholeOf(mail).includes(link)]).toEqual([link, false]);
    expect(await addressOf(ticket.id)).toBe('unconfirmed');
    expect((await app.call(listTickets, agent.as, {})).body.items[0]?.address).toBe('unconfirmed');
  });

  it('in Hungarian too', async () => {
    await app.db.query(`UPDATE tenant SET language = 'hu' WHERE id = $1`, [salon.id]);
    await written();
    expect(teamMail()?.text).toContain('Nem igazolt cím: egy látogató adta meg ezt: victim@example.hu');
  });

  it('whoever opens the link proves it: this ticket is confirmed, and receipts quote again, without live links', async () => {
    const ticket = await written('eva@example.hu');
    const [receipt] = await server.to('eva@example.hu');
    expect((await openedLink(receipt)).status).toBe(200);
    expect(await addressOf(ticket.id)).toBe('confirmed');
    server.mails.splice(0);
    const next = await written('EVA@example.hu');
    const [quoting] = await server.to('eva@example.hu');
    expect(quoting?.text).toContain('> Unlock it at https[:]//evil[.]example/login');
    expect(wholeOf(quoting)).not.toContain('evil.example');
    // Anybody can type a proven address as well, so beside money this ticket is marked until its own link was opened.
    expect(await addressOf(next.id)).toBe('unconfirmed');
  });

  it('proof at one salon is none at another', async () => {
    await written('eva@example.hu');
    await openedLink((await server.to('eva@example.hu'))[0]);
    const other = await givenTenant(app);
    server.mails.splice(0);
    await written('eva@example.hu', 'en', other);
    expect(wholeOf((await server.to('eva@example.hu'))[0])).not.toContain('evil');
  });

  it('a customer by token gets her own words, and the ticket bears no mark', async () => {
    const as = await asCustomer(salon, await givenCustomer(app, salon));
    const { body } = await app.call(openTicket, as, {
      type: 'OTHER',
      subject: 'My hours',
      description: 'See https://mine.example',
    });
    await deliverMails(app);
    const mail = server.mails.find(({ text }) => text?.includes('We have received'));
    expect(mail?.subject).toBe(`[${body.number}] My hours`);
    expect(mail?.text).toContain('> See https://mine.example');
    expect(wholeOf(mail)).not.toContain('/v1/disown/');
    expect(await addressOf(body.id)).toBe('confirmed');
  });
});

describe('“This was not me”', () => {
  it('asks first: following the link changes nothing, and shows none of the stranger’s words', async () => {
    const ticket = await written();
    const token = linkIn((await server.to('victim@example.hu'))[0], '/v1/disown/');
    for (let times = 0; times < 2; times++) {
      const { status, body } = await app.call(confirmDisownTicket, {}, undefined, { token });
      expect([status, String(body).includes('This was not me')]).toEqual([200, true]);
      for (const words of strangersWords.slice(0, 3)) expect(String(body)).not.toContain(words);
    }
    expect((await app.call(readTicket, agent.as, undefined, { id: ticket.id })).body).toMatchObject({
      kind: 'new',
      address: 'unconfirmed',
    });
  });

  it('closes the ticket, ends its mails, blocks receipts to every spelling of the mailbox, and takes the proof back', async () => {
    const ticket = await written('Victim+shop@example.hu');
    const [receipt] = await server.to('victim+shop@example.hu');
    await openedLink(receipt);
    const token = linkIn(receipt, '/v1/disown/');
    expect((await app.call(disownTicket, {}, undefined, { token })).status).toBe(200);
    expect((await app.call(disownTicket, {}, undefined, { token })).status).toBe(200);
    expect((await app.call(readTicket, agent.as, undefined, { id: ticket.id })).body).toMatchObject({
      kind: 'closed',
      address: 'disowned',
      closingReason: 'The holder of this address says: this was not me.',
    });
    // The link that somebody else may have is worth nothing any more.
    expect((await openedLink(receipt)).problem).toMatchObject({ status: 410, code: 'link-ended' });
    expect(await addressOf(ticket.id)).toBe('disowned');
    server.mails.splice(0);
    const again = await written('victim@example.hu');
    expect(again.number).toMatch(/^TKT-/);
    expect(server.mails.map(({ to }) => to?.[0]?.address?.split('@')[0])).toEqual(['team']);
    const { body } = await app.call(listMails, agent.as, { state: 'unsubscribed' });
    expect(body.items.map(({ to, message }) => [to, message])).toContainEqual(['victim@example.hu', 'ticket-received']);
    // Another salon's form is not concerned.
    await written('victim@example.hu', 'en', await givenTenant(app));
    expect(await server.to('victim@example.hu')).toHaveLength(1);
  });

  it('stops what still waits, and what the desk does later with the ticket', async () => {
    const visitor = asVisitor(salon);
    const { body: ticket } = await app.call(openTicket, visitor, {
      ...phishing,
      email: 'victim@example.hu',
      proof: await givenProof(app, visitor),
    });
    await deliverMails(app);
    const token = linkIn((await server.to('victim@example.hu'))[0], '/v1/disown/');
    await app.call(replyToTicket, agent.as, { body: 'Hello?' }, { id: ticket.id });
    await app.db.query(`UPDATE event SET decided_at = NULL WHERE ticket_id = $1 AND kind = 'desk-replied'`, [
      ticket.id,
    ]);
    await app.call(disownTicket, {}, undefined, { token });
    server.mails.splice(0);
    await deliverMails(app);
    expect(server.mails.filter(({ to }) => to?.[0]?.address === 'victim@example.hu')).toEqual([]);
  });

  it('answers a broken link with a page that says what to do, and the mail log gives none away', async () => {
    await written();
    const token = linkIn((await server.to('victim@example.hu'))[0], '/v1/disown/');
    const forged = token.slice(0, -4) + (token.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${app.url}/v1/disown/${forged}`, { method });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(await answer.text()).toContain('This link is not valid any more.');
    }
    const { body } = await app.call(listMails, agent.as, {});
    const receipt = body.items.find(({ message }) => message === 'ticket-received');
    const preview = await app.call(readMail, agent.as, undefined, { id: receipt?.id ?? '' });
    expect(preview.body.text).toContain('This was not me');
    expect(JSON.stringify(preview.body)).not.toContain(token);
  });
});

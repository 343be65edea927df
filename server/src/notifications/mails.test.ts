import { setTimeout as pause } from 'node:timers/promises';
import {
  closeSupportRequest,
  fileTicket,
  moveTicket,
  noteOnTicket,
  openSupportRequest,
  openTicket,
  replyToOwnTicket,
  replyToSupportRequest,
  replyToTicket,
} from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Email } from 'postal-mime';
import { readTicketPass } from '../identity/ticket-pass.js';
import { type TestApp, testApp } from '../test/app.js';
import {
  asCustomer,
  asVisitor,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenTenant,
} from '../test/given.js';
import { type MailServer, mailServer } from '../test/mail-server.js';
import { givenProof } from '../test/proof.js';

let server: MailServer;
let app: TestApp;
let platform: GivenTenant;
let salon: GivenTenant;
let agent: GivenMember;
beforeAll(async () => {
  server = await mailServer();
  app = await testApp({ WORKER: '1', SMTP_URL: server.url });
  platform = await givenTenant(app, { kind: 'platform' });
  salon = await givenTenant(app);
  agent = await givenMember(app, salon, 'AGENT');
});
afterAll(async () => {
  await app.stop();
  await server.stop();
});
beforeEach(() => {
  server.mails.splice(0);
});

const words = { type: 'TECHNICAL', subject: 'Booking save error', description: 'Pressing save <b>does</b> nothing.' };
const addressesOf = async (tenant: GivenTenant) => {
  const [row] = await app.db.query<{ email: string; team_email: string }>(
    'SELECT email, team_email FROM tenant JOIN desk ON tenant_id = id WHERE id = $1',
    [tenant.id],
  );
  return { salon: row?.email ?? '', team: row?.team_email ?? '' };
};
const headerOf = (mail: Email | undefined, name: string) => mail?.headers.find(({ key }) => key === name)?.value;
/** Every job is done and every mail is sent. */
const settled = async () => {
  for (let quiet = 0; quiet < 4; await pause(50)) {
    const [row] = await app.db.query<{
      n: string;
    }>(`SELECT (SELECT count(*) FROM graphile_worker._private_jobs WHERE attempts < max_attempts AND run_at <= now())
      + (SELECT count(*) FROM event WHERE decided_at IS NULL) AS n`);
    quiet = row?.n === '0' ? quiet + 1 : 0;
  }
};

async function opened(email = 'eva@example.hu', language = 'en') {
  const visitor = asVisitor(salon);
  const { body } = await app.call(openTicket, visitor, {
    ...words,
    email,
    name: 'Kiss Éva',
    language,
    proof: await givenProof(app, visitor),
  });
  await settled();
  return body;
}

describe('a visitor and the desk', () => {
  it('BS-10 a new ticket: a receipt with number and link to the visitor, a mail to the team', async () => {
    const ticket = await opened();
    const { team } = await addressesOf(salon);
    expect(server.mails).toHaveLength(2);
    const [receipt] = await server.to('eva@example.hu');
    expect(receipt).toMatchObject({
      subject: `[${ticket.number}] Your message to ${salon.name}`,
      to: [{ name: '', address: 'eva@example.hu' }],
    });
    expect(receipt?.from).toMatchObject({ name: expect.stringMatching(/^Salon t-/), address: app.config.mailFrom });
    const pass = /http:\/\/desk\.test\/ticket#(vt_\S+)/.exec(receipt?.text ?? '')?.[1] ?? '';
    expect(readTicketPass(app.config.keys, pass)).toEqual({ tenantId: salon.id, ticketId: ticket.id, linkVersion: 0 });
    const [news] = await server.to(team);
    expect(news?.subject).toBe(`[${ticket.number}] New ticket: Booking save error`);
    expect(news?.text).toContain(`http://desk.test/manager/tickets/${ticket.id}`);
    expect(news?.text).not.toContain('vt_');
  });

  it('NT-02 HTML and text say the same, words of people are escaped, headers thread and tell machines off', async () => {
    const ticket = await opened();
    const { team } = await addressesOf(salon);
    const [receipt] = await server.to('eva@example.hu');
    const [toTeam] = await server.to(team);
    expect(toTeam?.html).toContain('Pressing save &#60;b&#62;does&#60;/b&#62; nothing.');
    expect(toTeam?.html).not.toContain('<b>does');
    expect(toTeam?.text).toContain('> Pressing save <b>does</b> nothing.');
    for (const word of ['We have received your message', ticket.number, salon.name])
      expect([receipt?.html?.includes(word), receipt?.text?.includes(word)]).toEqual([true, true]);
    expect(receipt?.inReplyTo).toBe(`<ticket-${ticket.id}@desk.test>`);
    expect(receipt?.references).toContain(`<ticket-${ticket.id}@desk.test>`);
    expect(headerOf(receipt, 'auto-submitted')).toBe('auto-generated');
    expect(headerOf(receipt, 'list-unsubscribe')).toMatch(/^<http:\/\/desk\.test\/v1\/unsubscribe\/.+>$/);
    const [news] = await server.to(team);
    expect(headerOf(news, 'list-unsubscribe')).toMatch(/^<http:\/\/desk\.test\/v1\/unsubscribe\/.+>$/);
    expect(headerOf(news, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  });

  it('NT-02 the mail speaks the language of the ticket', async () => {
    await opened('hu@example.hu', 'hu-HU');
    const [receipt] = await server.to('hu@example.hu');
    expect(receipt?.text).toContain('Megkaptuk az üzenetét');
    expect(receipt?.html).toContain('<html lang="hu">');
  });

  it('BS-10 a reply that resolves is one mail with the words and the new status', async () => {
    const ticket = await opened();
    server.mails.splice(0);
    await app.call(replyToTicket, agent.as, { body: 'Please update the app.', resolve: 'answered' }, { id: ticket.id });
    await settled();
    expect(server.mails).toHaveLength(1);
    const [mail] = await server.to('eva@example.hu');
    expect(mail?.subject).toBe(`[${ticket.number}] Re: Your message to ${salon.name}`);
    expect(mail?.text).toContain('> Please update the app.');
    expect(mail?.text).toContain('Your ticket is now: Resolved.');
  });

  it('BS-10 no mail asks for an answer where none is read: answers go to the salon, and the text names the button and that address', async () => {
    const { team } = await addressesOf(salon);
    for (const [language, where, reopens, other] of [
      [
        'en',
        'To answer, please use the button',
        'write to us with the button below and the ticket opens again',
        'does not reach the person',
      ],
      ['hu', 'Kérjük, a gombbal válaszoljon', 'írjon nekünk az alábbi gombbal, és újra megnyitjuk a jegyet', ''],
    ] as const) {
      server.mails.splice(0);
      const address = `answers-${language}@example.hu`;
      const ticket = await opened(address, language);
      await app.call(replyToTicket, agent.as, { body: 'Done.', resolve: 'answered' }, { id: ticket.id });
      await settled();
      const second = await opened(address, language);
      const moved = await app.call(
        moveTicket,
        agent.as,
        { act: 'desk-resolves', resolution: 'answered' },
        { id: second.id },
      );
      expect(moved.status).toBe(200);
      await settled();
      const mails = await server.to(address, 4);
      expect(mails).toHaveLength(4);
      for (const mail of mails) {
        expect(mail.replyTo).toEqual([{ name: salon.name, address: team }]);
        for (const text of [mail.text, mail.html]) {
          expect(text).toContain(where);
          expect(text).toContain(team);
          expect(text).not.toMatch(/answer and it opens again|válaszoljon, és újra/);
        }
      }
      expect(mails.filter(({ text }) => text?.includes(reopens))).toHaveLength(2);
      const [news] = await server.to(team);
      expect(news?.text).toContain(other);
    }
  });

  it('BS-10 an internal note is told to nobody', async () => {
    const ticket = await opened();
    server.mails.splice(0);
    await app.call(noteOnTicket, agent.as, { body: 'She is difficult.' }, { id: ticket.id });
    await settled();
    expect(server.mails).toEqual([]);
    const told = await app.db.query('SELECT html, body, subject FROM mail');
    expect(JSON.stringify(told)).not.toContain('difficult');
  });

  it('BS-10 a status moved by hand is told once, in the requester’s words', async () => {
    const ticket = await opened();
    server.mails.splice(0);
    await app.call(moveTicket, agent.as, { act: 'desk-acknowledges' }, { id: ticket.id });
    await settled();
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]?.text).toContain('Your ticket is now: Waiting for support');
  });

  it('BS-10 the customer’s message goes to the assignee, never back to its author', async () => {
    const customer = await givenCustomer(app, salon);
    const as = await asCustomer(salon, customer);
    const { body: ticket } = await app.call(openTicket, as, words);
    await app.db.query('UPDATE ticket SET assignee_id = $2 WHERE id = $1', [ticket.id, agent.id]);
    await settled();
    server.mails.splice(0);
    await app.call(replyToOwnTicket, as, { body: 'Any news?' }, { id: ticket.id });
    await settled();
    expect(server.mails.map(({ to }) => to?.[0]?.address)).toEqual([agent.email]);
    expect(server.mails[0]?.text).toContain('> Any news?');
  });

  it('NT-02 nothing in a name or subject becomes a header or a second recipient', async () => {
    const { team } = await addressesOf(salon);
    const visitor = asVisitor(salon);
    const forged = { ...words, subject: 'A\r\nBcc: thief@example.org', name: 'Éva, thief@example.org' };
    await app.call(openTicket, visitor, {
      ...forged,
      email: 'two@example.hu',
      proof: await givenProof(app, visitor),
    });
    await settled();
    const [news] = await server.to(team);
    expect([news?.to?.[0]?.address, news?.bcc ?? []]).toEqual([team, []]);
    // A member's word for the address is taken, so the name and the subject are in the receipt.
    await app.call(fileTicket, agent.as, { ...forged, email: 'one@example.hu' });
    await settled();
    expect(await server.to('thief@example.org', 0)).toEqual([]);
    const [receipt] = await server.to('one@example.hu');
    expect(receipt?.to).toEqual([{ name: 'Éva, thief@example.org', address: 'one@example.hu' }]);
    expect(receipt?.bcc ?? []).toEqual([]);
    expect(receipt?.subject).toMatch(/A Bcc: thief@example\.org$/);
  });
});

describe('a salon and the platform', () => {
  it('BS-10 receipts go to the salon and to the opener; answers too; the writer is spared his own words', async () => {
    const owner = await givenMember(app, salon, 'OWNER');
    const support = await givenMember(app, platform, 'AGENT');
    const addresses = await addressesOf(salon);
    const { body: ticket } = await app.call(openSupportRequest, owner.as, words);
    await settled();
    const receipts = [...(await server.to(addresses.salon)), ...(await server.to(owner.email))];
    expect(receipts).toHaveLength(2);
    for (const mail of receipts) expect(mail.text).toContain(`http://desk.test/manager/support/${ticket.id}`);
    expect(await server.to((await addressesOf(platform)).team)).toHaveLength(1);
    server.mails.splice(0);
    await app.call(replyToTicket, support.as, { body: 'We look into it.' }, { id: ticket.id });
    await settled();
    expect(server.mails.map(({ to }) => to?.[0]?.address).sort()).toEqual([addresses.salon, owner.email].sort());
    server.mails.splice(0);
    await app.call(replyToSupportRequest, owner.as, { body: 'Thanks!' }, { id: ticket.id });
    await settled();
    expect(server.mails.map(({ to }) => to?.[0]?.address).sort()).toEqual(
      [addresses.salon, (await addressesOf(platform)).team].sort(),
    );
    server.mails.splice(0);
    await app.call(closeSupportRequest, owner.as, { reason: 'Done' }, { id: ticket.id });
    await settled();
    expect(server.mails.map(({ to }) => to?.[0]?.address)).toEqual([addresses.salon]);
  });

  it('BS-10 a salon whose address is the opener’s gets one mail', async () => {
    const owner = await givenMember(app, salon, 'OWNER');
    const { salon: before } = await addressesOf(salon);
    await app.db.query('UPDATE tenant SET email = $2 WHERE id = $1', [salon.id, owner.email.toUpperCase()]);
    await app.call(openSupportRequest, owner.as, words);
    await settled();
    expect(await server.to(owner.email)).toHaveLength(1);
    await app.db.query('UPDATE tenant SET email = $2 WHERE id = $1', [salon.id, before]);
  });
});

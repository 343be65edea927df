import { setTimeout as pause } from 'node:timers/promises';
import { listMails, readMail, unsubscribe } from '@bookinda/contracts/notifications/routes';
import { openTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../platform/database/database.js';
import { type TestApp, testApp } from '../test/app.js';
import { asCustomer, type GivenTenant, givenCustomer, givenMember, givenTenant } from '../test/given.js';
import { type MailServer, mailServer } from '../test/mail-server.js';
import { Decide } from './decide.js';
import { Post } from './mail/post.js';
import { SendMail } from './mail/send-mail.js';
import { Messages } from './message.js';
import { Sweep } from './sweep.js';
import { unsubscribeToken } from './unsubscribe/unsubscribe-token.js';

let server: MailServer;
/** Decides and sends when told to; the worker is off, so each step can be seen. */
let app: TestApp;
let twin: TestApp;
let salon: GivenTenant;
beforeAll(async () => {
  server = await mailServer();
  app = await testApp({ SMTP_URL: server.url });
  twin = await testApp({ SMTP_URL: server.url }, app.db);
  salon = await givenTenant(app);
});
afterAll(async () => {
  await twin.stop();
  await app.stop();
  await server.stop();
});

const words = { type: 'TECHNICAL', subject: 'Booking save error', description: 'Nothing happens.' };

interface MailRow {
  id: string;
  recipient: string;
  message: string;
  message_id: string;
  state: string;
  attempts: number;
  error: string | null;
  due_in: number;
}

async function openedTicket(tenant = salon) {
  const { body } = await app.call(openTicket, await asCustomer(tenant, await givenCustomer(app, tenant)), words);
  const [event] = await app.db.query<{ id: string }>('SELECT id FROM event WHERE ticket_id = $1', [body.id]);
  return { ticket: body, event: event?.id ?? '' };
}
const mailsOf = (event: string) =>
  app.db.query<MailRow & Record<string, unknown>>(
    `SELECT id, recipient, message, message_id, state, attempts, error, extract(epoch FROM next_attempt_at - now())::float8 AS due_in
     FROM mail WHERE event_id = $1 ORDER BY message`,
    [event],
  );
async function decidedMails(tenant = salon) {
  const { event, ticket } = await openedTicket(tenant);
  await app.get(Decide).decide({ tenantId: tenant.id, events: [event] });
  return { event, ticket, mails: await mailsOf(event) };
}

describe('deciding', () => {
  it('NT-01 deciding ten times at once, on two instances, makes one mail per person', async () => {
    const { event } = await openedTicket();
    const news = { tenantId: salon.id, events: [event] };
    await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? app : twin).get(Decide).decide(news)));
    expect((await mailsOf(event)).map(({ message }) => message)).toEqual(['new-ticket-for-team', 'ticket-received']);
    const [row] = await app.db.query('SELECT FROM event WHERE id = $1 AND decided_at IS NOT NULL', [event]);
    expect(row).toBeDefined();
  });

  it('NT-01 an event whose process died after the commit is found by the sweep', async () => {
    const { event } = await openedTicket();
    await app.db.query('DELETE FROM graphile_worker._private_jobs');
    await pause(150);
    await app.db.query('DELETE FROM graphile_worker._private_jobs');
    await app.get(Sweep).sweep('0 seconds');
    const jobs = await app.db.query<{ payload: { news: { events: string[] }[] } }>(
      `SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'decide'`,
    );
    expect(jobs.flatMap(({ payload }) => payload.news.flatMap(({ events }) => events))).toContain(event);
  });

  it('NT-01 what cannot be told keeps nobody else from being told, and stays undecided', async () => {
    const [good, bad] = [await openedTicket(), await openedTicket()];
    app.get(Messages).declare<{ id: string }>({
      facts: async (_, events) => new Map(events.map(({ id }) => [id, { id }])),
      conversation: () => 'planted',
      messages: [
        {
          name: 'planted',
          on: ['ticket-opened'],
          when: ({ id }) => id === bad.event,
          to: () => {
            throw new Error('Planted.');
          },
          says: {
            en: () => ({ subject: '', letter: { heading: '', paragraphs: [] } }),
            hu: () => ({ subject: '', letter: { heading: '', paragraphs: [] } }),
          },
        },
      ],
    });
    await expect(app.get(Decide).decide({ tenantId: salon.id, events: [bad.event, good.event] })).rejects.toThrow(
      'Planted.',
    );
    expect(await mailsOf(good.event)).toHaveLength(2);
    expect(await app.db.query('SELECT FROM event WHERE id = $1 AND decided_at IS NULL', [bad.event])).toHaveLength(1);
  });

  it('NT-01 ids that were never written (a refused verb announced them) are passed over', async () => {
    await expect(
      app.get(Decide).decide({ tenantId: salon.id, events: ['01999999-0000-7000-8000-000000000000'] }),
    ).resolves.toBeUndefined();
  });
});

describe('sending', () => {
  it('NT-01 twenty senders at once send one mail', async () => {
    const { mails } = await decidedMails();
    const mail = mails[1]!;
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? app : twin).get(SendMail).send({ tenantId: salon.id, mail: mail.id }),
      ),
    );
    expect(await server.to(mail.recipient)).toHaveLength(1);
    await app.get(SendMail).send({ tenantId: salon.id, mail: mail.id });
    await pause(100);
    expect(await server.to(mail.recipient)).toHaveLength(1);
    expect(
      (
        await mailsOf(
          (
            await app.db.query<{ event_id: string }>('SELECT event_id FROM mail WHERE id = $1', [mail.id])
          )[0]!.event_id,
        )
      )[1],
    ).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('NT-01 a mail server that is away costs nothing but time: the same Message-ID goes out when it is back', async () => {
    const away = await mailServer();
    await away.stop();
    const port = Number(new URL(away.url).port);
    const patient = await testApp({ SMTP_URL: away.url }, app.db);
    const { event, mails } = await decidedMails();
    const mail = mails[1]!;
    const send = () => patient.get(SendMail).send({ tenantId: salon.id, mail: mail.id });
    await send();
    const [, after] = await mailsOf(event);
    expect(after).toMatchObject({ state: 'waiting', attempts: 1, error: expect.stringContaining('ECONNREFUSED') });
    expect(after!.due_in).toBeGreaterThan(2);
    await send();
    expect((await mailsOf(event))[1]).toMatchObject({ attempts: 1 });
    // After an hour of failures the pause is still short enough to be done ten minutes after the server's return.
    await app.db.query(`UPDATE mail SET attempts = 14, next_attempt_at = now() WHERE id = $1`, [mail.id]);
    await send();
    const [, late] = await mailsOf(event);
    expect(late!.due_in).toBeGreaterThan(300);
    expect(late!.due_in).toBeLessThanOrEqual(480);
    const back = await mailServer(port);
    await app.db.query(`UPDATE mail SET next_attempt_at = now() WHERE id = $1`, [mail.id]);
    await send();
    expect((await back.to(mail.recipient))[0]).toMatchObject({ messageId: `<${mail.message_id}>` });
    expect((await mailsOf(event))[1]).toMatchObject({ state: 'sent', error: null });
    await patient.stop();
    await back.stop();
  });

  it('NT-01 an address the server refuses for good is failed and visible; one it defers is tried again', async () => {
    const owner = await givenMember(app, salon, 'OWNER');
    const { event, mails } = await decidedMails();
    server.refuse = 451;
    await app.get(SendMail).send({ tenantId: salon.id, mail: mails[0]!.id });
    server.refuse = 550;
    await app.get(SendMail).send({ tenantId: salon.id, mail: mails[1]!.id });
    server.refuse = null;
    expect((await mailsOf(event)).map(({ state }) => state)).toEqual(['waiting', 'failed']);
    const { body } = await app.call(listMails, owner.as, { state: 'failed' });
    expect(body.items[0]).toMatchObject({
      id: mails[1]!.id,
      to: mails[1]!.recipient,
      state: 'failed',
      error: expect.stringContaining('550'),
    });
  });

  it('NT-01 a mail that lost its wake-up is found by the sweep, one that pauses is left alone', async () => {
    const { mails } = await decidedMails();
    await app.db.query("UPDATE mail SET next_attempt_at = now() + interval '5 minutes' WHERE id = $1", [mails[0]!.id]);
    await pause(150);
    await app.db.query('DELETE FROM graphile_worker._private_jobs');
    await app.get(Sweep).sweep('0 seconds');
    const keys = (await app.db.query<{ key: string }>('SELECT key FROM graphile_worker._private_jobs')).map(
      ({ key }) => key,
    );
    expect(keys).toContain(`send-mail:${mails[1]!.id}`);
    expect(keys).not.toContain(`send-mail:${mails[0]!.id}`);
  });

  it('a restored copy (MAIL=off) writes to nobody', async () => {
    const copy = await testApp({ SMTP_URL: server.url, MAIL: 'off' }, app.db);
    const { event, mails } = await decidedMails();
    await copy.get(SendMail).send({ tenantId: salon.id, mail: mails[1]!.id });
    expect((await mailsOf(event))[1]).toMatchObject({ state: 'waiting', attempts: 0 });
    await copy.stop();
  });

  it('a process that stops passes its news on first', async () => {
    const third = await testApp({}, app.db);
    await app.db.query('DELETE FROM graphile_worker._private_jobs');
    const { body } = await third.call(openTicket, await asCustomer(salon, await givenCustomer(app, salon)), words);
    await third.stop();
    const [event] = await app.db.query<{ id: string }>('SELECT id FROM event WHERE ticket_id = $1', [body.id]);
    const jobs = await app.db.query<{ payload: { news?: { events: string[] }[] } }>(
      'SELECT payload FROM graphile_worker._private_jobs',
    );
    expect(jobs.flatMap(({ payload }) => (payload.news ?? []).flatMap(({ events }) => events))).toContain(event?.id);
  });
});

describe('the log', () => {
  it('PK-20 agents read mails about tickets, and none about packages, money or members', async () => {
    const agent = await givenMember(app, salon, 'AGENT');
    const { mails } = await decidedMails();
    const { mails: others } = await decidedMails();
    await app.db.query("UPDATE mail SET message = 'package-purchased' WHERE id = $1", [others[0]!.id]);
    await app.db.query("UPDATE mail SET message = 'invitation', event_id = NULL WHERE id = $1", [others[1]!.id]);
    const { body } = await app.call(listMails, agent.as, { limit: 100 });
    const ids = body.items.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([mails[0]!.id, mails[1]!.id]));
    for (const { id } of others) {
      expect(ids).not.toContain(id);
      expect((await app.call(readMail, agent.as, undefined, { id })).status).toBe(404);
    }
    const owner = await givenMember(app, salon, 'OWNER');
    expect((await app.call(readMail, owner.as, undefined, { id: others[0]!.id })).status).toBe(200);
  });

  it('NT-02 managers and agents read it, others and other salons do not, and no key is in it', async () => {
    const { mails } = await decidedMails();
    const [manager, reception, stranger] = await Promise.all([
      givenMember(app, salon, 'MANAGER'),
      givenMember(app, salon, 'RECEPTION'),
      givenMember(app, await givenTenant(app), 'OWNER'),
    ]);
    const { body } = await app.call(readMail, manager.as, undefined, { id: mails[1]!.id });
    expect(body).toMatchObject({
      message: 'ticket-received',
      to: mails[1]!.recipient,
      subject: expect.stringContaining('Booking save error'),
    });
    expect(body.html).toContain('(link removed)</a>');
    expect(body.text).toContain('(link removed)');
    expect(body.html + body.text).not.toMatch(/vt_|href=|link:/);
    expect((await app.call(readMail, reception.as, undefined, { id: mails[1]!.id })).status).toBe(403);
    expect((await app.call(readMail, stranger.as, undefined, { id: mails[1]!.id })).status).toBe(404);
    expect((await app.call(listMails, stranger.as)).body.items).toEqual([]);
    const first = await app.call(listMails, manager.as, { limit: 2 });
    const next = await app.call(listMails, manager.as, { limit: 2, after: first.body.next ?? '' });
    expect(first.body.items[0]?.id).toBe(
      mails
        .map(({ id }) => id)
        .sort()
        .at(-1),
    );
    expect(next.body.items[0]!.id < first.body.items[1]!.id).toBe(true);
    expect((await app.call(listMails, stranger.as, { after: first.body.next ?? '' })).problem.code).toBe(
      'invalid-cursor',
    );
  });

  it('a mail of identity shows no words in the log and keeps none once it is sent', async () => {
    const owner = await givenMember(app, salon, 'OWNER');
    const id = await app.get(Database).write({ tenantId: salon.id }, (tx) =>
      app.get(Post).mail(tx, {
        tenantId: salon.id,
        message: 'reset-password',
        to: { address: 'lost@example.hu', name: 'Lost' },
        subject: 'Choose a new password',
        letter: {
          language: 'en',
          heading: 'Choose a new password',
          paragraphs: ['Here.'],
          button: { label: 'Choose', url: 'http://desk.test/reset#secret-token' },
        },
      }),
    );
    const shown = await app.call(readMail, owner.as, undefined, { id });
    expect(shown.body).toMatchObject({ message: 'reset-password', to: 'lost@example.hu', html: '', text: '' });
    await app.get(SendMail).send({ tenantId: salon.id, mail: id });
    expect((await server.to('lost@example.hu'))[0]?.text).toContain('http://desk.test/reset#secret-token');
    expect(await app.db.query('SELECT html, body FROM mail WHERE id = $1', [id])).toEqual([{ html: '', body: '' }]);
  });
});

describe('unsubscribing', () => {
  it('NT-02 one POST ends these mails to this address; a GET only asks; a forged link is not found', async () => {
    const tenant = await givenTenant(app, { language: 'hu' });
    const { mails } = await decidedMails(tenant);
    await app.get(SendMail).send({ tenantId: tenant.id, mail: mails[0]!.id });
    const [mail] = await server.to(mails[0]!.recipient);
    const link = mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value.slice(1, -1) ?? '';
    const here = link.replace('http://desk.test', app.url);
    const asked = await fetch(here);
    expect(await asked.text()).toContain('Ne küldjünk több ilyen levelet?');
    expect(asked.headers.get('content-security-policy')).toContain("default-src 'none'");
    const named = { tenantId: tenant.id, message: 'ticket-received', address: 'guest@salon.example' };
    const english = unsubscribeToken(app.config.keys, { ...named, language: 'en' });
    expect(await (await fetch(`${app.url}/v1/unsubscribe/${english}`)).text()).toContain('Shall these mails end?');
    expect(await app.db.query('SELECT FROM unsubscribed WHERE tenant_id = $1', [tenant.id])).toEqual([]);
    expect(
      (await app.call(unsubscribe, {}, undefined, { token: `${new URL(link).pathname.split('/').at(-1)}x` })).status,
    ).toBe(404);
    const ended = await fetch(here, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(ended.status).toBe(204);
    const after = await decidedMails(tenant);
    expect(after.mails.map(({ message, state }) => [message, state])).toEqual([
      ['new-ticket-for-team', 'unsubscribed'],
      ['ticket-received', 'waiting'],
    ]);
    await app.get(SendMail).send({ tenantId: tenant.id, mail: after.mails[0]!.id });
    await pause(100);
    expect(await server.to(mails[0]!.recipient)).toHaveLength(1);
  });

  it('NT-02 ends mails to an address in the database’s spelling of it, whose small letters are not JavaScript’s', async () => {
    const tenant = await givenTenant(app);
    await app.db.query('UPDATE desk SET team_email = $2 WHERE tenant_id = $1', [tenant.id, 'İrina@salon.example']);
    const { event, mails } = await decidedMails(tenant);
    expect(mails.map(({ recipient }) => recipient)).toContain('İrina@salon.example');
    const token = unsubscribeToken(app.config.keys, {
      tenantId: tenant.id,
      message: 'new-ticket-for-team',
      address: 'İrina@salon.example',
    });
    expect((await app.call(unsubscribe, {}, undefined, { token })).status).toBe(204);
    const after = await decidedMails(tenant);
    for (const all of [await mailsOf(event), after.mails])
      expect(all.find(({ message }) => message === 'new-ticket-for-team')?.state).toBe('unsubscribed');
  });
});

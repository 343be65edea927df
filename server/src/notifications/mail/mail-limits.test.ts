import { inviteMember, requestPasswordReset } from '@bookinda/contracts/identity/routes';
import { listMails } from '@bookinda/contracts/notifications/routes';
import { listTickets, replyToTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../platform/database/database.js';
import { openTicketFor } from '../../support/tickets/opening.js';
import { type TestApp, testApp } from '../../test/app.js';
import { deliverMails } from '../../test/deliver.js';
import { type GivenMember, type GivenTenant, givenMember, givenTenant } from '../../test/given.js';
import { type MailServer, mailServer } from '../../test/mail-server.js';
import { SumUp } from '../sum-up.js';

let server: MailServer;
/** Takes requests without limits of its own, so that the mails' limits can be seen. */
let page: TestApp;
/** Two instances that decide and send. */
let app: TestApp;
let twin: TestApp;
let salon: GivenTenant;
let owner: GivenMember;
beforeAll(async () => {
  server = await mailServer();
  page = await testApp();
  app = await testApp({ RATE_LIMITS: '1', SMTP_URL: server.url }, page.db);
  twin = await testApp({ RATE_LIMITS: '1', SMTP_URL: server.url }, page.db);
});
afterAll(async () => {
  await twin.stop();
  await app.stop();
  await page.stop();
  await server.stop();
});
let days = 0;
beforeEach(async () => {
  // A day of its own for every test: windows end at midnight at the latest.
  days += 2;
  moveTo(0);
  salon = await givenTenant(page);
  owner = await givenMember(page, salon, 'OWNER');
  server.mails.splice(0);
});
function moveTo(hours: number): void {
  const at = Date.UTC(2026, 2, days, hours, 10);
  for (const each of [page, app, twin]) each.clock.moveTo(new Date(at).toISOString());
}

const words = { type: 'OTHER', subject: 'Hello', description: 'Nothing.' };
/** A visitor's ticket in the name of `email`, as the page's form leaves it; without the seconds that proofs of work would cost here. */
async function written(email: string, at = salon): Promise<string> {
  const [key] = await page.db.query<{ id: string }>('SELECT id FROM site_key WHERE tenant_id = $1', [at.id]);
  const opening = {
    words,
    actor: { kind: 'requester' as const, id: null, name: 'Anybody' },
    customerId: null,
    followUpWithin: null,
    name: 'Anybody',
    email,
    person: null,
    language: 'en',
    fileOwner: `visitor:${key?.id}`,
    siteKeyOfVisitor: key?.id ?? null,
  };
  return (await openTicketFor(page.get(Database), { tenantId: at.id }, opening, null)).id;
}
const statesOf = async (tenant: GivenTenant, message: string) =>
  (
    await page.db.query<{ state: string; n: number }>(
      'SELECT state, count(*)::int AS n FROM mail WHERE tenant_id = $1 AND message = $2 GROUP BY state ORDER BY state',
      [tenant.id, message],
    )
  ).map(({ state, n }) => `${n} ${state}`);

describe('receipts to strangers', () => {
  it('34 tickets in the name of one address make 34 tickets, 3 mails, and a log that says why the others were not sent', async () => {
    for (let n = 0; n < 34; n++) await written('victim@example.hu');
    await deliverMails(app);
    expect(await server.to('victim@example.hu')).toHaveLength(3);
    const { body } = await page.call(listMails, owner.as, { state: 'too-many', limit: 100 });
    expect(body.items).toHaveLength(31);
    expect(body.items[0]).toMatchObject({ to: 'victim@example.hu', message: 'ticket-received', state: 'too-many' });
    expect((await page.call(listTickets, owner.as, { limit: 100 })).body.items).toHaveLength(34);
    expect(await statesOf(salon, 'new-ticket-for-team')).toEqual(['34 sent']);
  });

  it('the limit is one for all spellings of a mailbox, all tenants and all instances, and ends with its hour', async () => {
    const other = await givenTenant(page);
    await written('Ann+one@example.hu');
    await deliverMails(app);
    await written('ANN@example.hu', other);
    await deliverMails(twin);
    await written('ann+two+three@EXAMPLE.hu');
    await written('ann@example.hu');
    await written('bea@example.hu');
    await deliverMails(app);
    expect([...(await statesOf(salon, 'ticket-received')), ...(await statesOf(other, 'ticket-received'))]).toEqual([
      '3 sent',
      '1 too-many',
      '1 sent',
    ]);
    moveTo(1);
    await written('ann@example.hu');
    await deliverMails(app);
    expect(await statesOf(salon, 'ticket-received')).toEqual(['4 sent', '1 too-many']);
  });

  it('ten a day, however many hours pass', async () => {
    for (let hour = 0; hour < 5; hour++) {
      moveTo(hour);
      for (let n = 0; n < 3; n++) await written('daily@example.hu');
      await deliverMails(app);
    }
    expect(await statesOf(salon, 'ticket-received')).toEqual(['10 sent', '5 too-many']);
  });

  it('120 an hour for one site key, whatever addresses are invented', async () => {
    const hash = (name: string) => `encode(sha256(convert_to('${name}', 'UTF8')), 'base64')`;
    const [key] = await page.db.query<{ id: string }>('SELECT id FROM site_key WHERE tenant_id = $1', [salon.id]);
    await page.db.query(
      `INSERT INTO rate_window (name, who, starts_at, ends_at, hits) VALUES ('mail:strangers:site-key/3600', ${hash(key?.id ?? '')}, $1, $1::timestamptz + interval '1 hour', 119)`,
      [new Date(Date.UTC(2026, 2, days)).toISOString()],
    );
    await written('one@example.hu');
    await written('two@example.hu');
    await deliverMails(app);
    expect(await statesOf(salon, 'ticket-received')).toEqual(['1 sent', '1 too-many']);
  });

  it('a flood of receipts silences no answer of the desk', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await written('flooded@example.hu'));
    await deliverMails(app);
    await page.call(replyToTicket, owner.as, { body: 'Here is your answer.' }, { id: ids[4] ?? '' });
    await deliverMails(app);
    expect(await statesOf(salon, 'desk-replied')).toEqual(['1 sent']);
  });
});

describe('mails to the team', () => {
  it('a flood makes 60 mails an hour and one that says how many more are waiting', async () => {
    for (let n = 0; n < 63; n++) await written(`visitor-${n}@example.hu`);
    await deliverMails(app);
    expect(await statesOf(salon, 'new-ticket-for-team')).toEqual(['3 bundled', '60 sent']);
    // Nothing is summed up within the hour, which may end right now.
    await page.db.query(`UPDATE mail SET created_at = now() + interval '1 minute' WHERE tenant_id = $1`, [salon.id]);
    await app.get(SumUp).sumUp();
    expect(await statesOf(salon, 'more-tickets-for-team')).toEqual([]);
    await page.db.query(`UPDATE mail SET created_at = now() - interval '1 hour' WHERE tenant_id = $1`, [salon.id]);
    await Promise.all([app.get(SumUp).sumUp(), twin.get(SumUp).sumUp()]);
    await app.get(SumUp).sumUp();
    server.mails.splice(0);
    await deliverMails(app);
    expect(server.mails.map(({ subject }) => subject)).toEqual(['3 more tickets are waiting']);
    expect(server.mails[0]?.text).toContain('http://desk.test/manager/tickets');
  });
});

describe('mails about accounts', () => {
  it('six invitations an hour go to one address, whichever salons invite; the next is kept without its link', async () => {
    for (let n = 0; n < 4; n++) {
      const tenant = await givenTenant(page);
      const manager = await givenMember(page, tenant, 'OWNER');
      for (let again = 0; again < 2; again++) {
        const invited = { email: 'Invited@example.hu', name: 'You', role: 'STAFF' } as const;
        expect((await app.call(inviteMember, manager.as, invited)).status).toBe(201);
      }
    }
    const rows = await page.db.query<{ state: string; html: string }>(
      `SELECT state, html FROM mail WHERE message = 'invitation' AND recipient = 'invited@example.hu' ORDER BY id`,
    );
    expect(rows.map(({ state }) => state)).toEqual([...Array(6).fill('waiting'), 'too-many', 'too-many']);
    expect(rows.at(-1)?.html).toBe('');
    await deliverMails(app);
    expect(await server.to('invited@example.hu')).toHaveLength(6);
  });

  it('invitations to an address leave room for its password resets', async () => {
    const member = await givenMember(page, salon, 'STAFF');
    for (let n = 0; n < 8; n++) {
      const tenant = await givenTenant(page);
      const manager = await givenMember(page, tenant, 'OWNER');
      await app.call(inviteMember, manager.as, { email: member.email, name: 'You', role: 'STAFF' });
    }
    await app.call(requestPasswordReset, {}, { email: member.email });
    await deliverMails(app);
    expect(await statesOf(salon, 'reset-password')).toEqual(['1 sent']);
  });
});

describe('what waited too long', () => {
  it('is marked, visible and not sent: a copy restored from an old backup writes to nobody', async () => {
    const ticket = await written('late@example.hu');
    const copy = await testApp({ MAIL: 'off' }, page.db);
    await deliverMails(copy);
    await copy.stop();
    await page.db.query(
      `UPDATE mail SET created_at = now() - interval '47 hours' WHERE message = 'new-ticket-for-team' AND state = 'waiting'`,
    );
    await page.db.query(
      `UPDATE mail SET created_at = now() - interval '49 hours' WHERE message = 'ticket-received' AND state = 'waiting'`,
    );
    await page.call(replyToTicket, owner.as, { body: 'An answer of last week.' }, { id: ticket });
    await page.db.query(
      `UPDATE event SET at = now() - interval '49 hours' WHERE ticket_id = $1 AND kind = 'desk-replied'`,
      [ticket],
    );
    await deliverMails(app);
    expect(server.mails.map(({ to }) => to?.[0]?.address?.split('@')[0])).toEqual(['team']);
    for (const message of ['ticket-received', 'desk-replied'])
      expect(await statesOf(salon, message)).toEqual(['1 too-old']);
    expect((await page.call(listMails, owner.as, { state: 'too-old' })).body.items).toHaveLength(2);
  });
});

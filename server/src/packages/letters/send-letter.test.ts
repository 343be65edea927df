/** @dates */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { roles } from '@bookinda/contracts/identity/session';
import { limits } from '@bookinda/contracts/limits';
import {
  listLetterResults,
  listLetters,
  previewLetter,
  readLetter,
  sendLetter,
} from '@bookinda/contracts/packages/routes';
import type { InputOf } from '@bookinda/contracts/route';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Decide } from '../../notifications/decide.js';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { type MailServer, mailServer } from '../../test/mail-server.js';
import { waitingMails } from '../../test/waiting-mails.js';
import { RunLetters } from './run-letters.js';

const subject = '{package} expires on {expiry}';
const body = 'Dear {name},\n\nyou have {remaining} left:\n{packages}\n\nSee you at {salon}!';

describe('a letter to many', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-11-21T23:30:00Z');
  });
  beforeEach(async () => {
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
  });
  afterAll(() => app.stop());

  /** A customer with a package; `email` null: nobody knows it. */
  async function given(name: string, { expiresOn = '2026-12-24' as string | null, email = '', language = 'en' } = {}) {
    const customer = await givenCustomer(app, salon, name);
    await app.db.query('UPDATE customer SET email = $2, language = $3 WHERE id = $1', [
      customer,
      email === 'none' ? null : email || `${customer.slice(-12)}@customers.example`,
      language,
    ]);
    const sold = await givenPackage(app, salon, customer, { expiresOn, services: [{ total: 10, used: 3 }] });
    return { customer, sold };
  }
  const preview = async (input: Partial<InputOf<typeof previewLetter>> = {}) =>
    (await app.call(previewLetter, manager.as, { subject, body, ...input })).body;
  const send = (input: Partial<InputOf<typeof sendLetter>> = {}) =>
    app.call(sendLetter, manager.as, { subject, body, ...input });
  const read = async (id: string) => (await app.call(readLetter, manager.as, undefined, { id })).body;
  const resultsOf = async (id: string, state?: 'left-out') =>
    (await app.call(listLetterResults, manager.as, { limit: 100, state }, { id })).body.items;
  /** As the jobs would. */
  async function run(id: string) {
    await app.get(RunLetters).run(salon.id, id);
    const events = await app.db.query<{ id: string }>(
      `SELECT id FROM event WHERE tenant_id = $1 AND kind = 'package-letter' AND decided_at IS NULL`,
      [salon.id],
    );
    await app.get(Decide).decide({ tenantId: salon.id, events: events.map((event) => event.id) });
  }
  const mails = () => waitingMails(app, 'tenant_id = $1 ORDER BY recipient_name', [salon.id]);

  it('PK-06 each placeholder in the customer’s own language; one mail however many packages, with the link that ends them', async () => {
    const anna = await given('Anna');
    await givenPackage(app, salon, anna.customer, { expiresOn: '2026-12-31', services: [{ total: 2 }] });
    await given('Éva', { language: 'hu', expiresOn: null });
    const { body: letter, status } = await send();
    expect(status).toBe(202);
    expect(letter).toMatchObject({ state: 'running', customers: 2, waiting: 2, sent: 0, leftOut: 0, by: manager.name });
    await run(letter.id);
    const [first, second, ...more] = await mails();
    expect(more).toEqual([]);
    expect(first?.subject).toBe('Massage 10 and Massage 10 expires on 24 December 2026');
    const salonName = (await app.db.query<{ name: string }>('SELECT name FROM tenant WHERE id = $1', [salon.id]))[0]
      ?.name;
    expect(first?.body).toContain(
      `Dear Anna,\n\nyou have 9 left:\n• Massage 10: 7 left, valid through 24 December 2026\n• Massage 10: 2 left, valid through 31 December 2026\n\nSee you at ${salonName}!`,
    );
    expect(second?.subject).toBe('Massage 10 expires on nem jár le');
    expect(second?.body).toContain('• Massage 10: még 7 alkalom, nem jár le');
    expect(second?.body).toContain('Azért kapja ezt a levelet');
    for (const mail of [first, second]) expect(mail?.body).toContain(mail?.headers.unsubscribe ?? 'no link');
    expect(await read(letter.id)).toMatchObject({ state: 'done', customers: 2, waiting: 2 });
  });

  it('PK-06 the preview: how many, a real one as she will read it, and who is left out why; sending tells the same', async () => {
    const anna = await given('Anna');
    const berta = await given('Berta <b>');
    await given('Nora', { email: 'none' });
    const ended = await given('Ulla', { email: 'Ulla@customers.example' });
    await app.db.query(
      `INSERT INTO unsubscribed (tenant_id, address, message) VALUES ($1, 'ulla@customers.example', 'package-letter')`,
      [salon.id],
    );
    const gone = await given('Cilla');
    await app.db.query(`UPDATE sold_package SET cancelled_at = now(), cancel_reason = 'other' WHERE id = $1`, [
      gone.sold.id,
    ]);
    const told = await preview();
    expect(told).toMatchObject({ customers: 2, packages: 2, before: null, allowance: limits.lettersPerDay });
    expect(told.leftOut).toEqual([
      { why: 'cancelled', customers: 1, examples: [{ id: gone.customer, name: 'Cilla' }] },
      { why: 'no-address', customers: 1, examples: [{ id: expect.any(String), name: 'Nora' }] },
      { why: 'unsubscribed', customers: 1, examples: [{ id: ended.customer, name: 'Ulla' }] },
    ]);
    expect(told.sample).toMatchObject({
      customer: { id: anna.customer, name: 'Anna' },
      subject: 'Massage 10 expires on 24 December 2026',
    });
    const other = (await preview({ customer: berta.customer })).sample;
    expect(other?.text).toContain('Dear Berta <b>,');
    expect(other?.html).toContain('Dear Berta &#60;b&#62;,');
    const { id } = (await send()).body;
    await run(id);
    expect(await read(id)).toMatchObject({ customers: 5, waiting: 2, leftOut: 3 });
    expect((await resultsOf(id, 'left-out')).map(({ why }) => why).sort()).toEqual([
      'cancelled',
      'no-address',
      'unsubscribed',
    ]);
    const [mail] = await mails();
    expect(mail?.html.replace(/href="[^"]*"/g, '')).toBe(told.sample?.html.replace(/href="[^"]*"/g, ''));
  });

  it('PK-06 filters choose who gets it', async () => {
    await given('Soon', { expiresOn: '2026-12-24' });
    await given('Later', { expiresOn: '2027-02-01' });
    const nextMonth = { expiresFrom: '2026-12-01', expiresTo: '2026-12-31' };
    expect((await preview(nextMonth)).customers).toBe(1);
    const { id } = (await send(nextMonth)).body;
    await run(id);
    expect((await resultsOf(id)).map(({ customer }) => customer.name)).toEqual(['Soon']);
  });

  it('PK-06 killed half-way and run twice at once: everybody gets one', async () => {
    for (let n = 0; n < 130; n++) await given(`N ${n}`);
    const { id } = (await send()).body;
    const letters = app.get(RunLetters);
    expect(await letters.some(salon.id, id)).toBe(100);
    expect(await read(id)).toMatchObject({ state: 'running', waiting: 130 });
    await Promise.all([letters.run(salon.id, id), letters.run(salon.id, id)]);
    await run(id);
    await run(id);
    const [row] = await app.db.query(
      `SELECT count(*)::int AS events, count(DISTINCT customer_id)::int AS customers FROM event WHERE tenant_id = $1 AND kind = 'package-letter'`,
      [salon.id],
    );
    expect(row).toEqual({ events: 130, customers: 130 });
    expect(new Set((await mails()).map(({ recipient }) => recipient)).size).toBe(130);
    await app.db.query('DELETE FROM graphile_worker._private_jobs');
    await app.db.query(`UPDATE package_letter SET state = 'running' WHERE id = $1`, [id]);
    await letters.resume();
    expect(
      await app.db.query('SELECT FROM graphile_worker._private_jobs WHERE key = $1', [`run-letter:${id}`]),
    ).toHaveLength(1);
  });

  it('PK-06 the same words again ask first, for thirty days; a repeated key sends nothing', async () => {
    await given('Anna');
    const key = { 'idempotency-key': randomUUID() };
    const input = { subject, body };
    const first = await app.call(sendLetter, manager.as, input, {}, key);
    expect((await app.call(sendLetter, manager.as, input, {}, key)).body).toEqual(first.body);
    const again = await send({ subject: ` ${subject} ` });
    expect(again.problem).toMatchObject({
      code: 'sent-before',
      status: 409,
      before: { id: first.body.id, customers: 1 },
    });
    expect((await preview()).before?.id).toBe(first.body.id);
    expect((await send({ body: 'Other words.' })).status).toBe(202);
    expect((await send({ again: true })).status).toBe(202);
    app.clock.moveTo('2026-12-22T23:30:00Z');
    expect((await preview()).before).toBeNull();
    app.clock.moveTo('2026-11-21T23:30:00Z');
    expect((await app.call(listLetters, manager.as, { limit: 2 })).body).toMatchObject({
      items: [{}, {}],
      next: expect.any(String),
    });
    const twins = await Promise.all([send({ body: 'Twin.' }), send({ body: 'Twin.' })]);
    expect(twins.map(({ status }) => status).sort()).toEqual([202, 409]);
  });

  it('PK-06 what changed before her turn leaves her out: no address, all cancelled, unsubscribed', async () => {
    const [nora, cilla, ulla] = [
      await given('Nora'),
      await given('Cilla'),
      await given('Ulla', { email: 'u@customers.example' }),
    ];
    const { id } = (await send()).body;
    await app.db.query('UPDATE customer SET email = NULL WHERE id = $1', [nora.customer]);
    await app.db.query(`UPDATE sold_package SET cancelled_at = now(), cancel_reason = 'other' WHERE id = $1`, [
      cilla.sold.id,
    ]);
    await app.db.query(
      `INSERT INTO unsubscribed (tenant_id, address, message) VALUES ($1, 'u@customers.example', 'package-letter')`,
      [salon.id],
    );
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'done', leftOut: 3, waiting: 0 });
    const whys = new Map((await resultsOf(id)).map(({ customer, why }) => [customer.id, why]));
    expect([nora, cilla, ulla].map(({ customer }) => whys.get(customer))).toEqual([
      'no-address',
      'cancelled',
      'unsubscribed',
    ]);
  });

  it('PK-06 nobody to get it, no words, unknown braces, more than a day allows: refused and nothing is kept', async () => {
    expect((await send()).problem.code).toBe('nothing-left');
    expect((await send({ q: '!!' })).problem.code).toBe('nothing-left');
    expect(await preview()).toMatchObject({ customers: 0, sample: null, leftOut: [] });
    const { customer } = await given('Anna');
    const wrong: [object, string][] = [
      [{ subject: ' ' }, 'subject'],
      [{ body: '' }, 'body'],
      [{ body: 'x'.repeat(limits.letter + 1) }, 'body'],
      [{ subject: 'Dear {nmae}' }, 'subject'],
      [{ body: '{Name}' }, 'body'],
      [{ again: false }, 'again'],
    ];
    for (const [input, path] of wrong)
      expect((await send(input)).problem).toMatchObject({ code: 'invalid-input', errors: [{ path }] });
    await app.db.query(
      `WITH l AS (INSERT INTO package_letter (tenant_id, id, subject, body, actor_kind, actor_name, at) VALUES ($1, $3, 'x', 'x', 'staff', 'x', $4) RETURNING id)
       INSERT INTO package_letter_item (tenant_id, letter_id, customer_id, packages) SELECT $1, l.id, $2, '{}' FROM l`,
      [salon.id, customer, randomUUID(), app.clock.instant()],
    );
    const before = limits.lettersPerDay;
    Object.assign(limits, { lettersPerDay: 1 });
    const refused = await send();
    Object.assign(limits, { lettersPerDay: before });
    expect(refused.problem).toMatchObject({ code: 'too-many', allowance: 0 });
    expect((await app.call(listLetters, manager.as, {})).body.items).toHaveLength(1);
  });

  it('PK-20 owners and managers write; nobody else does, and another salon’s letter is none', async () => {
    await given('Anna');
    const { id } = (await send()).body;
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const allowed = role === 'OWNER' || role === 'MANAGER';
      const statuses = [
        (await app.call(previewLetter, as, { subject, body })).status,
        (await app.call(sendLetter, as, { subject, body, again: true })).status,
        (await app.call(listLetters, as, {})).status,
        (await app.call(readLetter, as, undefined, { id })).status,
        (await app.call(listLetterResults, as, {}, { id })).status,
      ];
      expect({ role, statuses }).toEqual({
        role,
        statuses: allowed ? [200, 202, 200, 200, 200] : [403, 403, 403, 403, 403],
      });
    }
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    for (const route of [readLetter, listLetterResults])
      expect((await app.call(route, stranger.as, undefined, { id })).status).toBe(404);
  });
});

describe('a letter to many, delivered', () => {
  let server: MailServer;
  let app: TestApp;
  beforeAll(async () => {
    server = await mailServer();
    app = await testApp({ WORKER: '1', SMTP_URL: server.url });
  });
  afterAll(async () => {
    await app.stop();
    await server.stop();
  });

  it('PK-06 by itself it is sent, and the result says so for each', async () => {
    const salon = await givenTenant(app);
    const { as } = await givenMember(app, salon, 'OWNER');
    for (const name of ['Anna', 'Berta', 'Cilla'])
      await givenPackage(app, salon, await givenCustomer(app, salon, name));
    const { id } = (await app.call(sendLetter, as, { subject: 'News', body: 'Dear {name}!' })).body;
    let letter = (await app.call(readLetter, as, undefined, { id })).body;
    for (let tries = 0; letter.sent < 3 && tries < 200; tries++) {
      await pause(50);
      letter = (await app.call(readLetter, as, undefined, { id })).body;
    }
    expect(letter).toMatchObject({ state: 'done', customers: 3, sent: 3, waiting: 0, failed: 0 });
    expect(server.mails.map((mail) => mail.text?.match(/Dear (\w+)!/)?.[1]).sort()).toEqual(['Anna', 'Berta', 'Cilla']);
    const states = (await app.call(listLetterResults, as, {}, { id })).body.items.map(({ state }) => state);
    expect(states).toEqual(['sent', 'sent', 'sent']);
  });
});

/** @dates */
import { roles } from '@bookinda/contracts/identity/session';
import {
  cancelPackage,
  changeExpiry,
  changePackageSettings,
  readPackageSettings,
  redeemSession,
  reverseRedemption,
  sellPackage,
  takePayment,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decide } from '../../notifications/decide.js';
import { Messages } from '../../notifications/message.js';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';
import { RemindCustomers } from '../reminders/remind-customers.js';

describe('what customers are told of packages', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  async function open(options: Parameters<typeof givenTenant>[1] = {}): Promise<void> {
    app.clock.moveTo('2026-11-21T12:00:00Z');
    salon = await givenTenant(app, options);
    owner = await givenMember(app, salon, 'OWNER');
    customer = await givenCustomer(app, salon);
  }
  /** Decides whatever waits and gives the names of this salon's mails in their order. */
  async function mails(): Promise<string[]> {
    const events = await app.db.query<{ id: string }>(
      'SELECT id FROM event WHERE tenant_id = $1 AND decided_at IS NULL',
      [salon.id],
    );
    await app.get(Decide).decide({ tenantId: salon.id, events: events.map(({ id }) => id) });
    const rows = await app.db.query<{ message: string }>('SELECT message FROM mail WHERE tenant_id = $1 ORDER BY id', [
      salon.id,
    ]);
    return rows.map(({ message }) => message);
  }
  const remind = () => app.get(RemindCustomers).remindAll();

  it('PK-17 the purchase, its payments and the last session are told once each, with the check code', async () => {
    await open();
    const sold = await app.call(sellPackage, owner.as, {
      customer,
      name: 'Massage <b>2</b>',
      services: [{ name: 'Massage', quantity: 2, unitPrice: 500_000 }],
      payment: { amount: 400_000, method: 'card' },
    });
    const { id, services } = sold.body.card;
    expect(await mails()).toEqual(['package-purchased']);
    const paid = await app.call(takePayment, owner.as, { rest: true, method: 'cash' }, { id });
    expect(await mails()).toEqual(['package-purchased', 'package-payment-received']);
    const [mail] = await app.db.query<{ subject: string; body: string; html: string }>(
      `SELECT subject, body, html FROM mail WHERE tenant_id = $1 AND message = 'package-payment-received'`,
      [salon.id],
    );
    expect(mail?.body).toMatch(/HUF\s6,000/);
    expect(mail?.body).toContain(paid.body.head);
    expect(mail?.html).not.toContain('<b>2</b>');

    const service = services[0]!.id;
    await app.call(redeemSession, owner.as, { service }, { id });
    expect(await mails()).toHaveLength(2);
    const last = await app.call(redeemSession, owner.as, { service }, { id });
    expect((await mails()).slice(2)).toEqual(['package-fully-used']);
    await app.call(reverseRedemption, owner.as, {}, { id, rid: last.body.entry });
    await app.call(redeemSession, owner.as, { service }, { id });
    expect(await mails()).toHaveLength(3);
  });

  it('PK-17 NT-01 a move that leaves sessions is decided from its birth: only what says anything may wait for the job', async () => {
    await open();
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ name: 'Cut', total: 2 }] });
    const input = { service: services[0]! };
    const waiting = () =>
      app.db.query('SELECT kind FROM event WHERE tenant_id = $1 AND package_id = $2 AND decided_at IS NULL', [
        salon.id,
        id,
      ]);
    await app.call(redeemSession, owner.as, input, { id });
    expect(await waiting()).toEqual([]);
    expect((await app.call(redeemSession, owner.as, input, { id })).status).toBe(200);
    expect(await waiting()).toEqual([{ kind: 'redemption' }]);
    // Whoever lets another message speak of these events must let them wait: session-move.ts.
    const silent = ['redemption', 'redemption-reversed', 'sessions-corrected'];
    expect(app.get(Messages).namesOn(silent)).toEqual(['package-fully-used']);
  });

  it('PK-17 reminds so many days before and once after, by the salon’s own date, once each', async () => {
    await open({ timeZone: 'Pacific/Auckland' });
    const { id } = await givenPackage(app, salon, customer, { expiresOn: '2026-12-01' });
    // 2026-11-23 23:59 and 2026-11-24 00:00 in Auckland.
    app.clock.moveTo('2026-11-23T10:59:59Z');
    await remind();
    expect(await mails()).toEqual([]);
    app.clock.moveTo('2026-11-23T11:00:00Z');
    await Promise.all([remind(), remind(), remind()]);
    await remind();
    expect(await mails()).toEqual(['package-expiring']);
    app.clock.moveTo('2026-12-01T10:59:59Z');
    await remind();
    expect(await mails()).toEqual(['package-expiring']);
    app.clock.moveTo('2026-12-01T11:00:00Z');
    await remind();
    await remind();
    expect(await mails()).toEqual(['package-expiring', 'package-expired']);
    expect(
      await app.db.query('SELECT kind FROM package_reminder WHERE package_id = $1 ORDER BY at', [id]),
    ).toHaveLength(2);
  });

  it.each([
    ['en', 'Europe/Dublin', '5 December 2026.'],
    ['en', 'Europe/London', '5 December 2026.'],
    ['en', 'America/New_York', 'December 5, 2026.'],
    ['hu', 'Europe/Budapest', '2026. december 5.'],
  ])(
    'PK-17 a mail in %s of a salon in %s writes the date as its region does, with one full stop',
    async (language, timeZone, day) => {
      await open({ timeZone });
      await app.db.query(`UPDATE tenant SET name = 'Szép Haj Kft.' WHERE id = $1`, [salon.id]);
      await app.db.query('UPDATE customer SET language = $2 WHERE id = $1', [customer, language]);
      await givenPackage(app, salon, customer, { expiresOn: '2026-12-05' });
      app.clock.moveTo('2026-11-30T12:00:00Z');
      await remind();
      expect(await mails()).toEqual(['package-expiring']);
      app.clock.moveTo('2026-12-06T12:00:00Z');
      await remind();
      expect(await mails()).toHaveLength(2);
      const [expiring, expired] = await app.db.query<{ subject: string; body: string }>(
        'SELECT subject, body FROM mail WHERE tenant_id = $1 ORDER BY id',
        [salon.id],
      );
      expect(expiring?.subject).toContain(language === 'hu' ? day : day.slice(0, -1));
      expect(`${expiring?.body}\n`).toContain(`: ${day}\n`.slice(language === 'hu' ? 0 : 2));
      for (const mail of [expiring, expired]) expect(mail?.body).not.toContain('..');
    },
  );

  it('PK-10 a real change resets the reminder, the same date does not, removing stops it, a date inside the window is sent next', async () => {
    await open();
    const { id } = await givenPackage(app, salon, customer, { expiresOn: '2026-11-25' });
    await remind();
    expect(await mails()).toHaveLength(1);
    await app.call(changeExpiry, owner.as, { expiresOn: '2026-11-25' }, { id });
    await remind();
    expect(await mails()).toHaveLength(1);
    await app.call(changeExpiry, owner.as, { expiresOn: null }, { id });
    await remind();
    expect(await mails()).toHaveLength(1);
    await app.call(changeExpiry, owner.as, { expiresOn: '2026-11-27' }, { id });
    await remind();
    await remind();
    expect(await mails()).toEqual(['package-expiring', 'package-expiring']);
  });

  it('PK-17 nobody is told of a cancelled, used-up or long expired package, nor of a date that moved meanwhile', async () => {
    await open();
    const cancelled = await givenPackage(app, salon, customer, { expiresOn: '2026-11-22' });
    await app.call(cancelPackage, owner.as, { reason: 'error' }, { id: cancelled.id });
    await givenPackage(app, salon, customer, { expiresOn: '2026-11-22', services: [{ total: 1, used: 1 }] });
    await givenPackage(app, salon, customer, { expiresOn: '2026-11-10' });
    await remind();
    expect(await mails()).toEqual([]);
    // Not even looked at: what stays silent leaves no mark that it was told.
    expect(await app.db.query('SELECT FROM package_reminder WHERE tenant_id = $1', [salon.id])).toEqual([]);
    const moved = await givenPackage(app, salon, customer, { expiresOn: '2026-11-22' });
    const ended = await givenPackage(app, salon, customer, { expiresOn: '2026-11-22' });
    await remind();
    await app.call(changeExpiry, owner.as, { expiresOn: '2027-11-22' }, { id: moved.id });
    await app.call(cancelPackage, owner.as, { reason: 'error' }, { id: ended.id });
    expect(await mails()).toEqual([]);
  });

  it('PK-17 each message can be switched off, and the days chosen', async () => {
    await open({ language: 'hu' });
    expect((await app.call(readPackageSettings, owner.as)).body).toMatchObject({ reminderDays: 7, muted: [] });
    const muted = ['package-purchased', 'package-expired'] as const;
    const settings = { reminderDays: 30, muted: [...muted] };
    expect((await app.call(changePackageSettings, owner.as, settings)).body).toMatchObject(settings);
    expect((await app.call(readPackageSettings, owner.as)).body).toMatchObject(settings);
    const services = [{ name: 'Cut', quantity: 1, unitPrice: 100 }];
    await app.call(sellPackage, owner.as, { customer, name: 'A', services, expiresOn: '2026-12-21' });
    await givenPackage(app, salon, customer, { expiresOn: '2026-11-20' });
    await remind();
    expect(await mails()).toEqual(['package-expiring']);
    for (const [input, path] of [
      [{ reminderDays: 0, muted: [] }, 'reminderDays'],
      [{ reminderDays: '7', muted: [] }, 'reminderDays'],
      [{ reminderDays: 7, muted: ['reset-password'] }, 'muted'],
      [{ reminderDays: 7, muted: ['package-expired', 'package-expired'] }, 'muted'],
      [{ reminderDays: 7 }, 'muted'],
    ] as [never, string][])
      expect((await app.call(changePackageSettings, owner.as, input)).problem.errors).toMatchObject([{ path }]);
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      expect([
        (await app.call(readPackageSettings, as)).status,
        (await app.call(changePackageSettings, as, settings)).status,
      ]).toEqual([role === 'AGENT' ? 403 : 200, ['OWNER', 'MANAGER'].includes(role) ? 200 : 403]);
    }
  });
});

/** @dates */
import type { PackageCall } from '@bookinda/contracts/packages/package-call';
import { changeExpiry, listCalls, redeemSession, tickCall } from '@bookinda/contracts/packages/routes';
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
import { packageFindings } from '../../test/package-audit.js';
import { RemindCustomers } from '../reminders/remind-customers.js';

describe('what could not be delivered', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let reception: GivenMember;

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-11-21T12:00:00Z');
  });
  beforeEach(async () => {
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    reception = await givenMember(app, salon, 'RECEPTION');
  });
  afterAll(async () => {
    const findings = await packageFindings(app);
    await app.stop();
    expect(findings).toEqual([]);
  });

  async function customerWith(name: string, email: string | null): Promise<string> {
    const id = await givenCustomer(app, salon, name);
    await app.db.query('UPDATE customer SET email = $2, phone = $3 WHERE id = $1', [id, email, '+36 30 123 4567']);
    return id;
  }
  /** Reminds and decides as the hourly tick and the job would. */
  async function tell(): Promise<void> {
    await app.get(RemindCustomers).remindAll();
    const events = await app.db.query<{ id: string }>(
      'SELECT id FROM event WHERE tenant_id = $1 AND decided_at IS NULL',
      [salon.id],
    );
    await app.get(Decide).decide({ tenantId: salon.id, events: events.map(({ id }) => id) });
  }
  const calls = async (by = reception, input = {}) => (await app.call(listCalls, by.as, input)).body;
  const names = ({ items }: { items: PackageCall[] }) => items.map(({ customer, why }) => `${customer.name}: ${why}`);

  it('PK-17 lists who has no address, whose mail failed and who ended such mails, with number and words', async () => {
    const nobody = await customerWith('Nobody', null);
    const failing = await customerWith('Failing', 'wrong@nowhere.example');
    const ended = await customerWith('Ended', 'ended@people.example');
    const reached = await customerWith('Reached', 'reached@people.example');
    await app.db.query(`INSERT INTO unsubscribed (tenant_id, address, message) VALUES ($1, $2, 'package-expiring')`, [
      salon.id,
      'ended@people.example',
    ]);
    for (const customer of [nobody, failing, ended, reached])
      await givenPackage(app, salon, customer, { expiresOn: '2026-11-25' });
    await tell();
    await app.db.query(`UPDATE mail SET state = 'failed', error = '550 no such user' WHERE recipient LIKE 'wrong@%'`);

    const page = await calls();
    expect(names(page).sort()).toEqual(['Ended: unsubscribed', 'Failing: failed', 'Nobody: no-address']);
    const one = page.items.find(({ customer }) => customer.id === nobody)!;
    expect(one).toMatchObject({
      message: 'package-expiring',
      customer: { name: 'Nobody', phone: '+36 30 123 4567', email: null },
      package: { name: 'Massage 10' },
      subject: 'Massage 10 expires on 25 November 2026',
      called: null,
    });
    expect(one.text).toContain('10 of 10 left');
    for (const small of ['/v1/', 'Check code', '--']) expect(one.text).not.toContain(small);
    const first = await calls(reception, { limit: 2 });
    expect((await calls(reception, { limit: 2, after: first.next! })).items).toHaveLength(1);
  });

  it('PK-17 nobody without an address is called about a receipt, and none is sent', async () => {
    const customer = await customerWith('Nobody', null);
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ total: 1 }] });
    await app.call(redeemSession, reception.as, { service: services[0]! }, { id });
    await tell();
    expect((await calls()).items.map(({ message }) => message)).toEqual(['package-fully-used']);
    expect(await app.db.query('SELECT DISTINCT state FROM mail WHERE tenant_id = $1', [salon.id])).toEqual([
      { state: 'no-address' },
    ]);
  });

  it('PK-17 a tick says who called and when; the first stays, and it can be taken back', async () => {
    await givenPackage(app, salon, await customerWith('Nobody', null), { expiresOn: '2026-11-25' });
    await tell();
    const { id } = (await calls()).items[0]!;
    const ticked = await app.call(tickCall, reception.as, { called: true }, { id });
    expect(ticked.body.called).toEqual({ at: '2026-11-21T12:00:00.000Z', by: reception.name });
    expect((await app.call(tickCall, owner.as, { called: true }, { id })).body.called?.by).toBe(reception.name);
    expect((await calls()).items).toEqual([]);
    expect(names(await calls(reception, { state: 'called' }))).toEqual(['Nobody: no-address']);
    expect((await app.call(tickCall, owner.as, { called: false }, { id })).body.called).toBeNull();
    expect((await calls()).items).toHaveLength(1);
  });

  it('PK-17 what is not meant any more is not called about: another date, cancelled, the day past', async () => {
    const customer = await customerWith('Nobody', null);
    const moved = await givenPackage(app, salon, customer, { expiresOn: '2026-11-25' });
    const cancelled = await givenPackage(app, salon, customer, { expiresOn: '2026-11-25' });
    await tell();
    expect((await calls()).items).toHaveLength(2);
    await app.call(changeExpiry, owner.as, { expiresOn: '2027-11-25' }, { id: moved.id });
    expect((await calls()).items).toHaveLength(1);
    app.clock.moveTo('2026-11-26T12:00:00Z');
    await tell();
    expect((await calls()).items.map(({ message }) => message)).toEqual(['package-expired']);
    await app.db.query(`UPDATE sold_package SET cancelled_at = now(), cancel_reason = 'error' WHERE id = $1`, [
      cancelled.id,
    ]);
    expect((await calls()).items).toEqual([]);
    await app.db.query(`UPDATE sold_package SET cancelled_at = NULL, cancel_reason = NULL WHERE id = $1`, [
      cancelled.id,
    ]);
    app.clock.moveTo('2026-11-21T12:00:00Z');
  });

  it('PK-20 the list is for those who sell, of their own salon', async () => {
    await givenPackage(app, salon, await customerWith('Nobody', null), { expiresOn: '2026-11-25' });
    await tell();
    const { id } = (await calls()).items[0]!;
    for (const role of ['STAFF', 'AGENT'] as const) {
      const { as } = await givenMember(app, salon, role);
      expect((await app.call(listCalls, as)).problem.code).toBe('not-allowed');
      expect((await app.call(tickCall, as, { called: true }, { id })).problem.code).toBe('not-allowed');
    }
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await calls(stranger)).items).toEqual([]);
    expect((await app.call(tickCall, stranger.as, { called: true }, { id })).problem.code).toBe('not-found');
    expect((await calls()).items[0]?.called).toBeNull();
    expect((await app.call(tickCall, owner.as, { called: 'yes' as never }, { id })).problem.code).toBe('invalid-input');
  });
});

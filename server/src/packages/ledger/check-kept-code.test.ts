import { checkKeptCode, listHistory, redeemSession, sellPackage } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decide } from '../../notifications/decide.js';
import { KeyRing } from '../../platform/keys/key-ring.js';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenMember, type GivenTenant, givenCustomer, givenMember, givenTenant } from '../../test/given.js';
import { waitingMails } from '../../test/waiting-mails.js';
import { keptCodeToken } from './kept-code.js';

describe('the link below a package mail', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
  });
  afterAll(() => app.stop());

  /** A package just sold, and the address in the mail that said so. */
  async function soldWithMail(language = 'en') {
    const customer = await givenCustomer(app, salon);
    await app.db.query('UPDATE customer SET language = $2 WHERE id = $1', [customer, language]);
    const { body } = await app.call(sellPackage, owner.as, {
      customer,
      name: 'Massage <b>3</b>',
      services: [{ name: 'Massage', quantity: 3, unitPrice: 100 }],
    });
    const { id, services } = body.card;
    const events = await app.db.query<{ id: string }>('SELECT id FROM event WHERE package_id = $1', [id]);
    await app.get(Decide).decide({ tenantId: salon.id, events: events.map((event) => event.id) });
    const [mail] = await waitingMails(app, 'event_id IN (SELECT e.id FROM event e WHERE e.package_id = $1)', [id]);
    const url = /http:\S+\/v1\/package-check\/[\w-]+/.exec(mail?.body ?? '')?.[0] ?? '';
    expect(mail?.html).toContain(`href="${url}"`);
    return { id, service: services[0]!.id, head: body.head, url: url.replace('http://desk.test', app.url) };
  }
  const redeem = (id: string, service: string) => app.call(redeemSession, owner.as, { service }, { id });

  it('PK-22 says without sign-in, script or cookie that nothing before the mail was changed', async () => {
    const { id, service, url, head } = await soldWithMail();
    const now = await fetch(url);
    expect(now.headers.get('content-type')).toContain('text/html');
    expect(now.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(now.headers.get('cache-control')).toBe('no-store');
    expect(now.headers.get('set-cookie')).toBeNull();
    const page = await now.text();
    expect(page).toContain('Nothing was changed');
    expect(page).toContain(head);
    expect(page).not.toContain('<b>3</b>');
    await redeem(id, service);
    await redeem(id, service);
    expect(await (await fetch(url)).text()).toContain('2 steps followed');
  });

  it('PK-22 finds an edited step, and a history chained anew without one', async () => {
    const { id, service, url } = await soldWithMail('hu');
    expect(await (await fetch(url)).text()).toMatch(/lang="hu"[\s\S]*Semmi sem változott/);
    await redeem(id, service);
    await app.db.forge('UPDATE ledger_entry SET sessions = 2 WHERE package_id = $1', [id]);
    expect(await (await fetch(url)).text()).toMatch(/A történetet megváltoztatták[\s\S]*1\. lépés/);

    const other = await soldWithMail();
    await redeem(other.id, other.service);
    const { items } = (await app.call(listHistory, owner.as, {}, { id: other.id })).body;
    const kept = { tenantId: salon.id, packageId: other.id, head: items.at(-1)?.head ?? '' };
    const link = `${app.url}/v1/package-check/${keptCodeToken(app.config.keys, kept)}`;
    expect(await (await fetch(link)).text()).toContain('newest state');
    await app.db.forge('DELETE FROM ledger_entry WHERE package_id = $1', [other.id]);
    await app.db.forge('UPDATE sold_package SET chain_length = 0, chain_head = NULL WHERE id = $1', [other.id]);
    expect(await (await fetch(link)).text()).toContain('does not belong to this history any more');
  });

  it('PK-22 a forged link is not found, and opens no other package', async () => {
    const { id, head } = await soldWithMail();
    const right = { tenantId: salon.id, packageId: id, head };
    const genuine = keptCodeToken(app.config.keys, right);
    const stranger = await givenTenant(app);
    for (const token of [
      '',
      'x',
      'x'.repeat(118),
      `${genuine}A`,
      `${genuine.slice(0, -1)}${genuine.endsWith('A') ? 'Q' : 'A'}`,
      `B${genuine.slice(1)}`,
      keptCodeToken(new KeyRing('another secret of another desk, unknown here'), right),
      keptCodeToken(app.config.keys, { ...right, tenantId: stranger.id }),
    ]) {
      const { status } = await app.call(checkKeptCode, {}, undefined, { token });
      expect({ token, status }).toEqual({ token, status: 404 });
    }
  });
});

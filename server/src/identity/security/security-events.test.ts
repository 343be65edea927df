import {
  acceptInvitation,
  changePassword,
  checkProof,
  confirmCode,
  createApiKey,
  createSiteKey,
  editSiteKey,
  exportSecurityEvents,
  inviteMember,
  listOwnSecurityEvents,
  listSecurityEvents,
  requestPasswordReset,
  resetPassword,
  revokeApiKey,
  revokeOtherSessions,
  revokeSession,
  revokeSiteKey,
  rotateCustomerTokenSecret,
  signIn,
  switchTenant,
} from '@bookinda/contracts/identity/routes';
import { roles, type SecurityEvent } from '@bookinda/contracts/identity/session';
import { readMail } from '@bookinda/contracts/notifications/routes';
import { exportPackageReport, exportPackages } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Database } from '../../platform/database/database.js';
import { PurgeRows } from '../../platform/database/purge-rows.js';
import { type TestApp, testApp } from '../../test/app.js';
import { Browser, givenAuthenticator, givenPassword, password } from '../../test/browser.js';
import { type GivenMember, type GivenTenant, givenMember, givenSession, givenTenant } from '../../test/given.js';
import { waitingMails } from '../../test/waiting-mails.js';

const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
const newerFirefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0' };
const phone = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1' };

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;
beforeAll(async () => {
  // The adapter reads it as it is made.
  process.env['TRUST_PROXY'] = '127.0.0.1';
  app = await testApp();
  delete process.env['TRUST_PROXY'];
});
afterAll(() => app.stop());
beforeEach(async () => {
  salon = await givenTenant(app);
  owner = await givenMember(app, salon, 'OWNER');
  await givenPassword(app, owner);
});

async function recorded(as = owner.as, filter = {}): Promise<SecurityEvent[]> {
  return (await app.call(listSecurityEvents, as, { limit: 100, ...filter })).body.items;
}

/** What is written beside a request is there a moment later. */
async function until(kind: string, count = 1): Promise<SecurityEvent[]> {
  for (;;) {
    const found = (await recorded()).filter((event) => event.kind === kind);
    if (found.reduce((sum, event) => sum + event.count, 0) >= count) return found;
    await new Promise((done) => setTimeout(done, 10));
  }
}

function mails(address: string): Promise<{ message: string; subject: string; body: string }[]> {
  return waitingMails(app, 'recipient = $1 ORDER BY id', [address]);
}

const at = (address: string, agent: object = firefox) => ({ ...agent, 'x-forwarded-for': address });

it('records who signed in from which network with which browser', async () => {
  await app.call(signIn, at('198.51.100.7'), { email: owner.email, password });
  const [event] = await recorded();
  expect(event).toMatchObject({
    kind: 'signed-in',
    count: 1,
    person: { id: owner.id, name: owner.name },
    by: owner.name,
    network: '198.51.100.7',
    agent: firefox['user-agent'],
  });
});

it('counts failures of an existing account per hour and network; an unknown address leaves no row', async () => {
  for (let n = 0; n < 5; n++)
    await app.call(signIn, at('198.51.100.7'), { email: owner.email.toUpperCase(), password: 'wrong' });
  await app.call(signIn, at('198.51.100.8'), { email: owner.email, password: 'wrong' });
  await app.call(signIn, at('198.51.100.9'), { email: 'no-such@people.example', password: 'wrong' });
  const events = await until('sign-in-failed', 6);
  // Where an hour ends meanwhile, a network has a row in each of the two.
  const counts: Record<string, number> = {};
  for (const { network, count } of events) counts[network] = (counts[network] ?? 0) + count;
  expect(counts).toEqual({ '198.51.100.7': 5, '198.51.100.8': 1 });
  expect(events.length).toBeLessThanOrEqual(3);
  const rows = await app.db.query(`SELECT FROM auth.security_event WHERE network = '198.51.100.9'`);
  expect(rows).toEqual([]);
});

it('an attacker with many networks fills twenty rows an hour and no more', async () => {
  // An hour may end meanwhile; each has its own rows. Of 41 networks one of two hours has more than twenty.
  for (let n = 1; n <= 41; n++) await app.call(signIn, at(`203.0.113.${n}`), { email: owner.email, password: 'wrong' });
  const events = await until('sign-in-failed', 41);
  expect(events.length).toBeLessThanOrEqual(2 * 21);
  expect(events.filter(({ network }) => network === 'others').length).toBeGreaterThanOrEqual(1);
});

it('writes to the person at a sign-in from a new device or network, not from one of the last 90 days', async () => {
  const signInFrom = (address: string, agent: object) =>
    app.call(signIn, at(address, agent), { email: owner.email, password });
  const count = async () =>
    (await mails(owner.email)).filter(({ message }) => message === 'security-new-sign-in').length;
  await signInFrom('198.51.100.7', firefox);
  expect(await count()).toBe(0);
  await signInFrom('198.51.100.7', newerFirefox);
  expect(await count()).toBe(0);
  await signInFrom('198.51.100.7', phone);
  expect(await count()).toBe(1);
  await signInFrom('203.0.113.9', firefox);
  expect(await count()).toBe(2);
  await signInFrom('2001:db8:1:2::1', firefox);
  await signInFrom('2001:db8:1:2:ffff::2', firefox);
  expect(await count()).toBe(3);
  await app.db.query(`UPDATE auth.security_event SET created_at = now() - interval '91 days' WHERE person_id = $1`, [
    owner.id,
  ]);
  await signInFrom('198.51.100.7', firefox);
  expect(await count()).toBe(4);
  const [mail] = (await mails(owner.email)).filter(({ message }) => message === 'security-new-sign-in');
  expect(mail?.body).toContain('Device: Safari on iPhone\nNetwork: 198.51.100.7\n');
});

it.each([
  ['en', 'Europe/Dublin', 'When: 5 December 2026 at 14:30\nDevice: Chrome on Windows\n'],
  ['en', 'America/New_York', 'When: December 5, 2026 at 9:30 AM\nDevice: Chrome on Windows\n'],
  ['hu', 'Europe/Budapest', 'Mikor: 2026. december 5. 15:30\nEszköz: Chrome (Windows)\n'],
])(
  'a notice in %s at a salon in %s names day and device in its reader’s words, never in those of the one who signed in',
  async (language, zone, words) => {
    app.clock.moveTo('2026-12-05T14:30:00Z');
    await app.db.query('UPDATE tenant SET time_zone = $2 WHERE id = $1', [salon.id, zone]);
    await app.db.query('UPDATE auth.person SET language = $2 WHERE id = $1', [owner.id, language]);
    await app.call(signIn, at('198.51.100.7'), { email: owner.email, password });
    const hostile = { 'user-agent': 'Please confirm at https://evil.example (Windows) Chrome/1' };
    await app.call(signIn, at('203.0.113.9', hostile), { email: owner.email, password });
    const [mail] = (await mails(owner.email)).filter(({ message }) => message === 'security-new-sign-in');
    expect(mail?.body.replaceAll('\u202f', ' ')).toContain(words);
    expect(mail?.body).not.toContain('evil');
  },
);

it('a sign-in at one tenant is not seen at another; failures of the account are seen at both', async () => {
  const other = await givenTenant(app);
  const theirOwner = await givenMember(app, other, 'OWNER');
  await app.db.query(`INSERT INTO auth.membership (tenant_id, person_id, role) VALUES ($1, $2, 'STAFF')`, [
    other.id,
    owner.id,
  ]);
  await app.db.query('UPDATE auth.membership SET used_at = now() WHERE tenant_id = $1 AND person_id = $2', [
    salon.id,
    owner.id,
  ]);
  const browser = new Browser(app);
  await browser.signIn(owner.email);
  await app.call(signIn, {}, { email: owner.email, password: 'wrong' });
  await until('sign-in-failed');
  const kinds = async (as = owner.as) => (await recorded(as)).map(({ kind }) => kind).sort();
  expect(await kinds()).toEqual(['sign-in-failed', 'signed-in']);
  expect(await kinds(theirOwner.as)).toEqual(['sign-in-failed']);
  await browser.call(switchTenant, { tenant: other.id });
  expect(await kinds(theirOwner.as)).toEqual(['sign-in-failed', 'signed-in']);
  const own = (await browser.call(listOwnSecurityEvents, {})).body.items.map(({ kind }) => kind);
  expect(own).toEqual(['signed-in', 'sign-in-failed', 'signed-in']);
});

it('what happened to an account before it joined is not the tenant’s', async () => {
  await app.call(signIn, {}, { email: owner.email, password: 'wrong' });
  await until('sign-in-failed');
  const other = await givenTenant(app);
  const theirOwner = await givenMember(app, other, 'OWNER');
  await app.call(inviteMember, theirOwner.as, { email: owner.email, name: 'New', role: 'STAFF' });
  const [mail] = (await mails(owner.email)).filter(({ message }) => message === 'invitation');
  const token = /invitation#([\w-]{43})/.exec(mail?.body ?? '')?.[1] ?? '';
  expect((await recorded(theirOwner.as)).map(({ kind }) => kind)).toEqual(['member-invited']);
  await app.call(acceptInvitation, {}, { token, password });
  expect((await recorded(theirOwner.as)).map(({ kind }) => kind)).toEqual(['member-joined', 'member-invited']);
});

it('records keys, secrets, invitations, sessions, passwords, exports and mails that staff read', async () => {
  const as = owner.as;
  const second = await givenSession(app, salon, owner.id);
  const { body: key } = await app.call(createApiKey, as, { name: 'Till', scopes: ['tickets:read'] });
  await app.call(revokeApiKey, as, undefined, { id: key.id });
  const { body: site } = await app.call(createSiteKey, as, { name: 'Page', origins: [] });
  await app.call(editSiteKey, as, { name: 'Pages' }, { id: site.id });
  await app.call(revokeSiteKey, as, undefined, { id: site.id });
  await app.call(rotateCustomerTokenSecret, as);
  await app.call(inviteMember, as, { email: 'someone@people.example', name: 'Someone', role: 'STAFF' });
  const [session] = await app.db.query<{ id: string }>(
    'SELECT id FROM auth.session WHERE person_id = $1 ORDER BY id DESC LIMIT 1',
    [owner.id],
  );
  expect(second).toBeDefined();
  await app.call(revokeSession, as, undefined, { id: session?.id ?? '' });
  await givenSession(app, salon, owner.id);
  await app.call(revokeOtherSessions, as);
  await app.call(changePassword, as, { current: password, password: 'another horse battery' });
  await app.call(exportPackages, as, {});
  const sent = await app.db.query<{ id: string }>('SELECT id FROM mail WHERE tenant_id = $1 LIMIT 2', [salon.id]);
  const [mail, unkept] = sent;
  const [cause] = await app.db.query<{ id: string }>(
    `INSERT INTO event (tenant_id, kind, actor_kind, actor_name, public, decided_at) VALUES ($1, 'x', 'system', 's', false, now()) RETURNING id`,
    [salon.id],
  );
  await app.db.query('UPDATE mail SET event_id = $2 WHERE id = $1', [mail?.id, cause?.id]);
  // A mail whose words are for its recipient alone: nothing was read.
  const empty = await app.call(readMail, as, undefined, { id: unkept?.id ?? '' });
  expect([empty.status, empty.body.html, empty.body.text]).toEqual([200, '', '']);
  await app.call(readMail, as, undefined, { id: mail?.id ?? '' });
  await until('mail-read');
  await until('exported');
  const events = await recorded();
  expect(events.map(({ kind, about }) => [kind, about]).sort()).toEqual(
    [
      ['api-key-created', 'Till'],
      ['api-key-revoked', 'Till'],
      ['exported', 'export-packages'],
      ['mail-read', mail?.id],
      ['member-invited', 'someone@people.example · STAFF'],
      ['password-changed', null],
      ['secret-rotated', null],
      ['session-ended', null],
      ['sessions-ended', null],
      ['site-key-created', 'Page'],
      ['site-key-edited', 'Pages'],
      ['site-key-revoked', 'Pages'],
    ].sort(),
  );
  expect(events.every(({ person }) => person?.id === owner.id)).toBe(true);
});

it('records wrong codes and a reset password', async () => {
  const browser = new Browser(app);
  await browser.signIn(owner.email);
  const authenticator = await givenAuthenticator(app, browser);
  const half = new Browser(app);
  await half.signIn(owner.email);
  const right = authenticator.code();
  await half.call(confirmCode, { code: right === '000000' ? '000001' : '000000' });
  await app.call(requestPasswordReset, {}, { email: owner.email });
  const [mail] = (await mails(owner.email)).filter(({ message }) => message === 'reset-password');
  const token = /reset#([\w-]{43})/.exec(mail?.body ?? '')?.[1] ?? '';
  await app.call(resetPassword, {}, { token, password: 'another horse battery' });
  const as = await givenSession(app, salon, owner.id);
  const kinds = (await recorded(as)).map(({ kind }) => kind);
  expect(kinds).toEqual(['password-reset', 'code-failed', 'authenticator-added', 'signed-in']);
  expect((await mails(owner.email)).map(({ message }) => message)).toContain('security-password-reset');
});

it('writes to every owner when a key is created or the secret replaced, in their language', async () => {
  const second = await givenMember(app, salon, 'OWNER');
  await app.db.query(`UPDATE auth.person SET language = 'hu' WHERE id = $1`, [second.id]);
  const manager = await givenMember(app, salon, 'MANAGER');
  const bystander = await givenMember(app, salon, 'RECEPTION');
  await app.call(createApiKey, manager.as, { name: 'Till', scopes: ['tickets:read'] });
  await app.call(rotateCustomerTokenSecret, manager.as);
  const expected = ['security-api-key-created', 'security-secret-rotated'];
  for (const person of [owner, second, manager])
    expect((await mails(person.email)).map(({ message }) => message)).toEqual(expected);
  expect(await mails(bystander.email)).toEqual([]);
  const [created] = await mails(second.email);
  expect(created?.subject).toContain('Új API-kulcs');
  expect(created?.body).toContain('a szalon kulcsainak minden változásakor');
});

it('a stolen cookie without the password invites nobody, changes no site key and takes no export along', async () => {
  const { body: site } = await app.call(createSiteKey, owner.as, { name: 'Page', origins: [] });
  await app.db.query('UPDATE auth.session SET proven_at = NULL WHERE person_id = $1', [owner.id]);
  const before = await mails(owner.email);
  for (const role of roles)
    expect(
      (await app.call(inviteMember, owner.as, { email: 'thief@people.example', name: 'T', role })).problem.code,
    ).toBe('password-required');
  const evil = { origins: ['https://evil.example'] };
  const refused = [
    await app.call(createSiteKey, owner.as, { name: 'Evil', ...evil }),
    await app.call(editSiteKey, owner.as, evil, { id: site.id }),
    await app.call(revokeSiteKey, owner.as, undefined, { id: site.id }),
    await app.call(exportPackages, owner.as, {}),
    await app.call(exportPackageReport, owner.as, { table: 'months' }),
    await app.call(exportSecurityEvents, owner.as, {}),
    await app.call(checkProof, owner.as),
  ];
  for (const { status, problem } of refused) expect([status, problem.code]).toEqual([403, 'password-required']);
  expect(await app.db.query(`SELECT 1 FROM auth.person WHERE email = 'thief@people.example'`)).toEqual([]);
  expect(await mails(owner.email)).toEqual(before);
  const { as } = await givenMember(app, salon, 'STAFF');
  expect((await app.call(checkProof, as)).status).toBe(204);
});

it('writes to every owner when an owner or a manager is invited and when a site key’s origins change', async () => {
  const second = await givenMember(app, salon, 'OWNER');
  await app.db.query(`UPDATE auth.person SET language = 'hu' WHERE id = $1`, [second.id]);
  const bystander = await givenMember(app, salon, 'RECEPTION');
  for (const role of roles)
    await app.call(inviteMember, owner.as, { email: `${role}.${salon.id}@people.example`, name: 'Nagy Anna', role });
  const { body: site } = await app.call(createSiteKey, owner.as, { name: 'Page', origins: ['https://one.example'] });
  await app.call(editSiteKey, owner.as, { name: 'Pages' }, { id: site.id });
  await app.call(editSiteKey, owner.as, { origins: ['https://two.example'] }, { id: site.id });
  for (const person of [owner, second])
    expect((await mails(person.email)).map(({ message }) => message).sort()).toEqual([
      'security-manager-invited',
      'security-owner-invited',
      'security-site-key-origins',
      'security-site-key-origins',
    ]);
  expect(await mails(bystander.email)).toEqual([]);
  const bodies = (await mails(owner.email)).map(({ body }) => body).join('\n');
  expect(bodies).toContain(`${owner.name} invited Nagy Anna <owner.${salon.id}@people.example> to be an owner`);
  expect(bodies).toContain('“Pages”: https://two.example');
  expect((await mails(second.email)).map(({ subject }) => subject)).toContain(`Új tulajdonos meghívása: ${salon.name}`);
});

it('only owners read the record; filters and pages hold together', async () => {
  for (const role of ['MANAGER', 'RECEPTION', 'STAFF', 'AGENT'] as const) {
    const { as } = await givenMember(app, salon, role);
    expect((await app.call(listSecurityEvents, as, {})).problem.code).toBe('not-allowed');
    expect((await app.call(exportSecurityEvents, as, {})).problem.code).toBe('not-allowed');
    expect((await app.call(listOwnSecurityEvents, as, {})).status).toBe(200);
  }
  const manager = await givenMember(app, salon, 'MANAGER');
  for (let n = 0; n < 3; n++) {
    await app.call(createApiKey, owner.as, { name: `Own ${n}`, scopes: ['tickets:read'] });
    await app.call(createApiKey, manager.as, { name: `Theirs ${n}`, scopes: ['tickets:read'] });
    await app.call(signIn, at(`198.51.100.${n}`), { email: owner.email, password: 'wrong' });
  }
  await until('sign-in-failed', 3);
  const all = await recorded();
  expect(all).toHaveLength(9);
  const paged: SecurityEvent[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const { body } = await app.call(listSecurityEvents, owner.as, { limit: 2, ...(after ? { after } : {}) });
    paged.push(...body.items);
    after = body.next;
  }
  expect(paged).toEqual(all);
  expect(await recorded(owner.as, { kind: 'sign-in-failed' })).toHaveLength(3);
  expect((await recorded(owner.as, { person: manager.id })).map(({ about }) => about)).toEqual([
    'Theirs 2',
    'Theirs 1',
    'Theirs 0',
  ]);
  const csv = String((await app.call(exportSecurityEvents, owner.as, { person: manager.id })).body);
  expect(csv.trim().split('\r\n')).toHaveLength(4);
  expect(csv).toContain('"Theirs 2"');
});

it('no program changes or deletes the record, and it ends after 400 days', async () => {
  await app.call(createApiKey, owner.as, { name: 'Till', scopes: ['tickets:read'] });
  const db = app.get(Database);
  const scope = { tenantId: salon.id };
  for (const text of [
    'UPDATE auth.security_event SET about = NULL',
    'DELETE FROM auth.security_event',
    `INSERT INTO auth.security_event (tenant_id, kind, actor_kind, actor_name, network, agent) VALUES ('${salon.id}', 'exported', 'staff', '', '', '')`,
  ])
    await expect(db.statement(scope, { name: text.slice(0, 10), text }, [])).rejects.toThrow(/permission denied/);
  await app.db.query(`UPDATE auth.security_event SET created_at = now() - interval '399 days' WHERE tenant_id = $1`, [
    salon.id,
  ]);
  await app.get(PurgeRows).purge();
  expect(await recorded()).toHaveLength(1);
  await app.db.query(`UPDATE auth.security_event SET created_at = now() - interval '401 days' WHERE tenant_id = $1`, [
    salon.id,
  ]);
  await app.get(PurgeRows).purge();
  expect(await recorded()).toEqual([]);
});

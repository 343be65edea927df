import { randomUUID } from 'node:crypto';
import { acceptInvitation, inviteMember, listMembers } from '@bookinda/contracts/identity/routes';
import type { Role } from '@bookinda/contracts/identity/session';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type As, type TestApp, testApp } from '../../test/app.js';
import { Browser, givenPassword, password } from '../../test/browser.js';
import { type GivenMember, type GivenTenant, givenMember, givenTenant } from '../../test/given.js';
import { waitingMails } from '../../test/waiting-mails.js';
import { tokenHash } from '../session-token.js';

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;
let manager: GivenMember;
let email: string;

beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app, { language: 'hu' });
  owner = await givenMember(app, salon, 'OWNER');
  manager = await givenMember(app, salon, 'MANAGER');
});
afterAll(() => app.stop());
beforeEach(() => {
  email = `new-${randomUUID().slice(0, 8)}@people.example`;
});

async function invited(as: As, role: Role = 'STAFF', address = email): Promise<string> {
  const answer = await app.call(inviteMember, as, { email: address, name: 'Nagy Anna', role });
  expect(answer.status).toBe(201);
  const [mail] = await waitingMails(app, 'recipient = $1 ORDER BY id DESC', [address.toLowerCase()]);
  return /\/manager\/invitation#([\w-]{43})\s/.exec(`${mail?.body} `)?.[1] ?? '';
}

it('PK-20 an owner invites anybody, a manager anybody but owners, others nobody', async () => {
  const all: Role[] = ['OWNER', 'MANAGER', 'RECEPTION', 'STAFF', 'AGENT'];
  const invite = async (as: As, role: Role) =>
    (await app.call(inviteMember, as, { email: `x-${randomUUID().slice(0, 8)}@people.example`, name: 'X', role }))
      .status;
  for (const role of all) expect([role, await invite(owner.as, role)]).toEqual([role, 201]);
  for (const role of all) expect([role, await invite(manager.as, role)]).toEqual([role, role === 'OWNER' ? 403 : 201]);
  for (const inviter of ['RECEPTION', 'STAFF', 'AGENT'] as const) {
    const { as } = await givenMember(app, salon, inviter);
    for (const role of all) expect([inviter, role, await invite(as, role)]).toEqual([inviter, role, 403]);
  }
});

it('a new person chooses a password and signs in', async () => {
  const token = await invited(manager.as, 'RECEPTION', email.toUpperCase());
  const [mail] = await app.db.query<{ subject: string }>('SELECT subject FROM mail WHERE recipient = $1', [email]);
  expect(mail?.subject).toMatch(/^Meghívó: /);
  const [link] = await app.db.query<{ days: string }>(
    `SELECT round(extract(epoch FROM expires_at - now()) / 86400)::text AS days FROM auth.link WHERE token_hash = $1`,
    [tokenHash(token)],
  );
  expect(link?.days).toBe('7');
  expect((await new Browser(app).signIn(email)).status).toBe(401);
  expect((await app.call(acceptInvitation, {}, { token, password })).status).toBe(204);
  expect((await new Browser(app).signIn(email)).body).toMatchObject({
    role: 'RECEPTION',
    person: { name: 'Nagy Anna', language: 'hu' },
    tenant: { id: salon.id },
  });
  expect((await app.call(acceptInvitation, {}, { token, password })).problem).toMatchObject({
    status: 410,
    code: 'link-used',
  });
});

it('a known person proves the own password, which stays, and keeps the own name', async () => {
  const elsewhere = await givenTenant(app);
  const known = await givenMember(app, elsewhere, 'OWNER');
  await givenPassword(app, known);
  const token = await invited(owner.as, 'STAFF', known.email);
  expect((await app.call(acceptInvitation, {}, { token, password: 'not the password' })).problem.code).toBe(
    'wrong-credentials',
  );
  expect((await new Browser(app).signIn(known.email)).body.tenants).toHaveLength(1);
  expect((await app.call(acceptInvitation, {}, { token, password })).status).toBe(204);
  const { body } = await new Browser(app).signIn(known.email);
  expect(body.person.name).toBe(known.name);
  expect(body.tenants.map(({ id, role }) => [id, role]).sort()).toEqual(
    [
      [elsewhere.id, 'OWNER'],
      [salon.id, 'STAFF'],
    ].sort(),
  );
});

it('does not tell whoever invites that an address is known elsewhere', async () => {
  const known = await givenMember(app, await givenTenant(app), 'OWNER');
  const answer = await app.call(inviteMember, owner.as, { email: known.email, name: 'As I call them', role: 'STAFF' });
  expect(answer.body).toMatchObject({ name: 'As I call them', state: 'invited' });
  const { items } = (await app.call(listMembers, owner.as)).body;
  expect(items.find((member) => member.email === known.email)).toMatchObject({
    name: 'As I call them',
    state: 'invited',
  });
});

it('inviting again replaces link and role; a member is refused', async () => {
  const first = await invited(owner.as, 'STAFF');
  const second = await invited(owner.as, 'MANAGER');
  expect((await app.call(acceptInvitation, {}, { token: first, password })).problem.code).toBe('link-used');
  expect((await app.call(acceptInvitation, {}, { token: second, password })).status).toBe(204);
  expect((await new Browser(app).signIn(email)).body.role).toBe('MANAGER');
  expect((await app.call(inviteMember, owner.as, { email, name: 'Again', role: 'STAFF' })).problem.code).toBe(
    'address-taken',
  );
  expect((await new Browser(app).signIn(email)).body.role).toBe('MANAGER');
});

it('a manager cannot turn the invitation of an owner into another one', async () => {
  await invited(owner.as, 'OWNER');
  expect((await app.call(inviteMember, manager.as, { email, name: 'Less', role: 'STAFF' })).problem.code).toBe(
    'not-allowed',
  );
});

it('refuses an invitation that is too old, withdrawn or of another purpose', async () => {
  const token = await invited(owner.as);
  const hash = tokenHash(token);
  const accept = async () => (await app.call(acceptInvitation, {}, { token, password })).problem.code;
  await app.db.query(`UPDATE auth.link SET expires_at = now() WHERE token_hash = $1`, [hash]);
  expect(await accept()).toBe('link-used');
  await app.db.query(
    `UPDATE auth.link SET expires_at = now() + interval '1 day', purpose = 'reset-password' WHERE token_hash = $1`,
    [hash],
  );
  expect(await accept()).toBe('link-used');
  await app.db.query(`UPDATE auth.link SET purpose = 'accept-invitation' WHERE token_hash = $1`, [hash]);
  await app.db.query(
    `UPDATE auth.membership SET state = 'ended' WHERE person_id = (SELECT person_id FROM auth.link WHERE token_hash = $1)`,
    [hash],
  );
  expect(await accept()).toBe('link-used');
});

it('lets one of two at the same moment win', async () => {
  const token = await invited(owner.as);
  const answers = await Promise.all(
    [1, 2].map((n) => app.call(acceptInvitation, {}, { token, password: `${password} ${n}` })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 410]);
});

it('two salons invite one new person: the second asks for the password the first was given', async () => {
  const other = await givenTenant(app);
  const [a, b] = [await invited(owner.as), await invited((await givenMember(app, other, 'OWNER')).as)];
  expect((await app.call(acceptInvitation, {}, { token: a, password })).status).toBe(204);
  expect((await app.call(acceptInvitation, {}, { token: b, password: 'one of my own choice' })).problem.code).toBe(
    'wrong-credentials',
  );
  expect((await app.call(acceptInvitation, {}, { token: b, password })).status).toBe(204);
  expect((await new Browser(app).signIn(email)).body.tenants).toHaveLength(2);
});

it('two links of one new person at the same moment set one password', async () => {
  const other = await givenMember(app, await givenTenant(app), 'OWNER');
  const tokens = [await invited(owner.as), await invited(other.as)];
  const answers = await Promise.all(
    tokens.map((token, n) => app.call(acceptInvitation, {}, { token, password: `${password} ${n}` })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
  const won = answers.findIndex(({ status }) => status === 204);
  expect((await new Browser(app).signIn(email, `${password} ${won}`)).body.tenants).toHaveLength(1);
});

it('an invitation sent twice with one key is one mail', async () => {
  const key = { 'idempotency-key': randomUUID() };
  const input = { email, name: 'Once', role: 'STAFF' as const };
  const answers = [
    await app.call(inviteMember, owner.as, input, {}, key),
    await app.call(inviteMember, owner.as, input, {}, key),
  ];
  expect(answers[1]?.body).toEqual(answers[0]?.body);
  expect(answers[1]?.headers.get('idempotent-replayed')).toBe('true');
  expect(await app.db.query('SELECT FROM mail WHERE recipient = $1', [email])).toHaveLength(1);
});

it('lists members of the own tenant only, without those who left', async () => {
  const gone = await givenMember(app, salon, 'STAFF');
  await app.db.query(`UPDATE auth.membership SET state = 'ended' WHERE person_id = $1`, [gone.id]);
  const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
  const { items } = (await app.call(listMembers, (await givenMember(app, salon, 'STAFF')).as)).body;
  const emails = items.map((member) => member.email);
  expect(emails).toContain(owner.email);
  expect(emails).not.toContain(gone.email);
  expect(emails).not.toContain(stranger.email);
});

it('writes down who invited whom, for the desk only', async () => {
  await app.call(acceptInvitation, {}, { token: await invited(owner.as), password });
  const events = await app.db.query(
    `SELECT kind, actor_name, public FROM event WHERE tenant_id = $1 ORDER BY id DESC LIMIT 2`,
    [salon.id],
  );
  expect(events).toEqual([
    { kind: 'member-joined', actor_name: 'Nagy Anna', public: false },
    { kind: 'member-invited', actor_name: owner.name, public: false },
  ]);
});

it('PK-20 an invitation tells nothing about the account: its id is no person’s and has no time in it', async () => {
  const known = await givenMember(app, await givenTenant(app), 'OWNER');
  for (const address of [known.email, email]) {
    const { body } = await app.call(inviteMember, owner.as, { email: address, name: 'Guest', role: 'STAFF' });
    const [person] = await app.db.query<{ id: string }>('SELECT id FROM auth.person WHERE lower(email) = lower($1)', [
      address,
    ]);
    // Version 4: random. A person's is version 7, whose first 48 bits are the time.
    expect(body.id[14]).toBe('4');
    expect(body.id).not.toBe(person?.id);
    const again = await app.call(inviteMember, owner.as, { email: address, name: 'Guest', role: 'STAFF' });
    expect(again.body.id).toBe(body.id);
    const listed = (await app.call(listMembers, owner.as)).body.items.find((member) => member.email === address);
    expect(listed?.id).toBe(body.id);
    const told = await app.db.query(
      `SELECT FROM event WHERE tenant_id = $1 AND kind = 'member-invited' AND data::text LIKE '%' || $2 || '%'`,
      [salon.id, person?.id],
    );
    expect(told).toEqual([]);
  }
});

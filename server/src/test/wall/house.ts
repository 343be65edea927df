import { randomBytes, randomUUID } from 'node:crypto';
import { type Role, roles } from '@bookinda/contracts/identity/session';
import {
  correctSessions,
  extendPackages,
  openPackageTicket,
  redeemSession,
  sendLetter,
} from '@bookinda/contracts/packages/routes';
import type { Route } from '@bookinda/contracts/route';
import {
  noteOnTicket,
  openSupportRequest,
  openTicket,
  replyToOwnTicket,
  replyToSupportRequest,
  replyToTicket,
  uploadDeskFile,
  uploadFile,
  uploadSupportFile,
} from '@bookinda/contracts/support/routes';
import { ticketPass } from '../../identity/ticket-pass.js';
import type { As, TestApp } from '../app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../given.js';

/** Everything an id in a request can name. */
export const things = [
  'ticket',
  'supportRequest',
  'package',
  'service',
  'redemption',
  'template',
  'extension',
  'letter',
  'payment',
  'note',
  'customer',
  'upload',
  'passUpload',
  'deskUpload',
  'supportUpload',
  'file',
  'supportFile',
  'member',
  'siteKey',
  'apiKey',
  'session',
  'mail',
  'call',
  'tenant',
  'event',
  'retryKey',
] as const;
export type Thing = (typeof things)[number];
export type Things = Record<Thing, string>;

/** A tenant with one of everything, whose texts all carry `word`, and what belongs to `subject` alone also `secret`. */
export interface House {
  tenant: GivenTenant;
  members: Record<Role, GivenMember>;
  /** The customer whose things `own` names, and another one. */
  subject: string;
  neighbour: string;
  own: Things;
  neighbourOwn: Things;
  word: string;
  secret: string;
}

/** Furnishes a tenant; `platform` is the desk its staff write to (itself for the platform's own). */
export async function givenHouse(app: TestApp, kind: 'salon' | 'platform' = 'salon'): Promise<House> {
  const [word, secret] = [`word${randomBytes(6).toString('hex')}`, `secret${randomBytes(6).toString('hex')}`];
  const tenant = await givenTenant(app, { kind });
  const members = Object.fromEntries(
    await Promise.all(roles.map(async (role) => [role, await givenMember(app, tenant, role)])),
  ) as Record<Role, GivenMember>;
  const [subject, neighbour] = [
    await givenCustomer(app, tenant, `Subject ${secret}`),
    await givenCustomer(app, tenant, 'Neighbour'),
  ];
  const own = await givenThings(app, tenant, members.OWNER, subject, secret, kind);
  const neighbourOwn = await givenThings(app, tenant, members.OWNER, neighbour, 'neighbour', kind);
  return { tenant, members, subject, neighbour, own, neighbourOwn, word, secret };
}

/** One customer's tickets, packages and files, each more than once, so that every list has a second page. */
async function givenThings(
  app: TestApp,
  tenant: GivenTenant,
  owner: GivenMember,
  customer: string,
  secret: string,
  kind: string,
): Promise<Things> {
  const as = await asCustomer(tenant, customer);
  await givenApiKey(app, tenant, ['tickets:read']);
  await app.db.query(
    `INSERT INTO auth.security_event (tenant_id, person_id, kind, actor_kind, actor_name, network, agent, about)
     SELECT $1, $2, 'api-key-created', 'staff', 'Owner', '192.0.2.1', 'Browser', $3 FROM generate_series(1, 2)`,
    [tenant.id, owner.id, secret],
  );
  const retryKey = randomUUID();
  const words = { type: 'TECHNICAL', subject: `Subject ${secret}`, description: `Description ${secret}` };
  const file = await upload(app, uploadFile, as, secret);
  const { body: ticket } = await app.call(
    openTicket,
    as,
    { ...words, uploads: [file] },
    {},
    { 'idempotency-key': retryKey },
  );
  await app.call(openTicket, as, words);
  await app.call(openTicket, as, words);
  await app.call(replyToOwnTicket, as, { body: `More ${secret}` }, { id: ticket.id });
  const { body: replied } = await app.call(
    replyToTicket,
    owner.as,
    { body: `Answer ${secret}`, force: true },
    { id: ticket.id },
  );
  await app.call(noteOnTicket, owner.as, { body: `Note ${secret}` }, { id: ticket.id });
  const sold = await givenPackage(app, tenant, customer, {
    services: [{ name: `Massage ${secret}`, total: 40 }],
    paid: 1000,
  });
  await givenPackage(app, tenant, customer, { paid: 500 });
  for (let n = 0; n < 2; n++) {
    await app.db.query(
      `INSERT INTO package_template (tenant_id, name, services, currency, original_price, price) VALUES ($1, $2, '[{"name": "Massage", "quantity": 10, "unitPrice": 4500}]', 'HUF', 45000, 45000)`,
      [tenant.id, `Template ${secret} ${n}`],
    );
    await app.db.query(
      `INSERT INTO package_note (tenant_id, package_id, body, author_kind, author_id, author_name) VALUES ($1, $2, $3, 'staff', $4, 'Owner')`,
      [tenant.id, sold.id, `Note ${secret}`, owner.id],
    );
  }
  const service = sold.services[0] ?? '';
  const { body: redeemed } = await app.call(redeemSession, owner.as, { service, appointment: secret }, { id: sold.id });
  await app.call(correctSessions, owner.as, { service, change: -1, reason: secret }, { id: sold.id });
  const { body: disputed } = await app.call(
    openPackageTicket,
    as,
    { about: 'dispute', step: redeemed.entry, description: `Dispute ${secret}` },
    { id: sold.id },
  );
  // The ticket that requests name is about the same.
  await app.db.query(
    `INSERT INTO package_matter (tenant_id, ticket_id, package_id, kind, step_id, evidence)
     SELECT tenant_id, $2, package_id, kind, step_id, evidence FROM package_matter WHERE tenant_id = $1 AND ticket_id = $3`,
    [tenant.id, ticket.id, disputed.id],
  );
  return {
    ticket: ticket.id,
    package: sold.id,
    service,
    redemption: redeemed.entry,
    customer,
    file,
    upload: await upload(app, uploadFile, as, secret),
    passUpload: await upload(
      app,
      uploadFile,
      { authorization: `Bearer ${ticketPass(app.config.keys, tenant.id, ticket.id, 0)}` },
      secret,
    ),
    deskUpload: await upload(app, uploadDeskFile, owner.as, secret),
    // The platform has no desk above it to write to.
    ...(kind === 'platform'
      ? { supportRequest: randomUUID(), supportFile: randomUUID(), supportUpload: randomUUID() }
      : await givenRequest(app, owner, secret)),
    member: owner.id,
    tenant: tenant.id,
    event: replied.seen,
    retryKey,
    siteKey: await idIn(app, 'site_key', tenant.id),
    session: await sessionOf(app, owner.id),
    template: await idIn(app, 'package_template', tenant.id),
    payment: await idIn(app, 'package_payment', tenant.id, sold.id),
    note: await idIn(app, 'package_note', tenant.id, sold.id),
    apiKey: await idIn(app, 'api_key', tenant.id),
    mail: await givenMails(app, tenant.id, secret),
    ...(await givenBatches(app, owner, sold.id, secret)),
    call: await givenCall(app, tenant.id, sold.id, customer, secret),
  };
}

/** What went to many packages or customers at once; two of each, so that their lists have a second page. */
async function givenBatches(
  app: TestApp,
  { as }: GivenMember,
  packageId: string,
  secret: string,
): Promise<Pick<Things, 'extension' | 'letter'>> {
  await app.db.query(
    `UPDATE sold_package p SET expires_on = '2999-01-01' FROM sold_package one WHERE one.id = $1 AND p.customer_id = one.customer_id`,
    [packageId],
  );
  const words = { subject: `Letter ${secret}`, body: `Letter ${secret}`, again: true } as const;
  const { body: letter } = await app.call(sendLetter, as, words);
  await app.call(sendLetter, as, words);
  await app.db.query(
    `INSERT INTO package_letter_item (tenant_id, letter_id, customer_id, packages)
     SELECT c.tenant_id, l.id, c.id, '{}' FROM package_letter l JOIN customer c ON c.tenant_id = l.tenant_id WHERE l.id = $1 ON CONFLICT DO NOTHING`,
    [letter.id],
  );
  const { body: extension } = await app.call(extendPackages, as, { days: 1, reason: `Extension ${secret}` });
  await app.call(extendPackages, as, { days: 1, reason: `Extension ${secret}` });
  return { letter: letter.id, extension: extension.id };
}

/** What the tenant's staff wrote to the platform. */
async function givenRequest(
  app: TestApp,
  owner: GivenMember,
  secret: string,
): Promise<Pick<Things, 'supportRequest' | 'supportFile' | 'supportUpload'>> {
  const supportFile = await upload(app, uploadSupportFile, owner.as, secret);
  const words = { type: 'TECHNICAL', subject: `Request ${secret}`, description: `Request ${secret}` };
  const { body } = await app.call(openSupportRequest, owner.as, { ...words, uploads: [supportFile] });
  await app.call(openSupportRequest, owner.as, words);
  await app.call(replyToSupportRequest, owner.as, { body: `More ${secret}` }, { id: body.id });
  return {
    supportRequest: body.id,
    supportFile,
    supportUpload: await upload(app, uploadSupportFile, owner.as, secret),
  };
}

async function upload(app: TestApp, { path }: Route<never, never> | Route, as: As, secret: string): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([`words of ${secret}`], { type: 'text/plain' }), `${secret}.txt`);
  const response = await fetch(app.url + path, { method: 'POST', headers: as, body: form });
  if (response.status !== 201) throw new Error(`upload: ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

async function idIn(app: TestApp, table: string, tenantId: string, packageId?: string): Promise<string> {
  const [row] = await app.db.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE tenant_id = $1 ${packageId ? 'AND package_id = $2' : ''} ORDER BY id LIMIT 1`,
    packageId ? [tenantId, packageId] : [tenantId],
  );
  return row?.id ?? '';
}

async function sessionOf(app: TestApp, person: string): Promise<string> {
  const [row] = await app.db.query<{ id: string }>('SELECT id FROM auth.session WHERE person_id = $1', [person]);
  return row?.id ?? '';
}

/** Mails about a package that reached nobody; of one of them somebody called. */
async function givenCall(app: TestApp, tenantId: string, packageId: string, customerId: string, secret: string) {
  const rows = await app.db.query<{ id: string }>(
    `WITH told AS (
       INSERT INTO event (tenant_id, kind, package_id, customer_id, actor_kind, actor_name, public, decided_at)
       SELECT $1, 'package-sold', $2, $3, 'system', 'System', true, now() FROM generate_series(1, 2) RETURNING id)
     INSERT INTO mail (tenant_id, event_id, message, recipient, subject, html, body, message_id, state)
     SELECT $1, told.id, 'package-purchased', '', $4, $4, $4, gen_random_uuid()::text, 'no-address' FROM told RETURNING id`,
    [tenantId, packageId, customerId, secret],
  );
  await app.db.query(
    'INSERT INTO customer_code (tenant_id, customer_id, code, valid_until) VALUES ($1, $2, $3, now())',
    [tenantId, customerId, secret],
  );
  const id = rows[0]?.id ?? '';
  await app.db.query('INSERT INTO package_call (tenant_id, mail_id, called_name) VALUES ($1, $2, $3)', [
    tenantId,
    id,
    secret,
  ]);
  return id;
}

async function givenMails(app: TestApp, tenantId: string, secret: string): Promise<string> {
  const rows = await app.db.query<{ id: string }>(
    `INSERT INTO mail (tenant_id, message, recipient, subject, html, body, message_id)
     SELECT $1, 'ticket-received', $2 || '@people.example', $2, $2, $2, gen_random_uuid()::text FROM generate_series(1, 3) RETURNING id`,
    [tenantId, secret],
  );
  return rows[0]?.id ?? '';
}

/** Text that code reads, so that a word added to it would change what happens. Every other text column is for people. */
const codes = new Set([
  'language',
  'services',
  'value_before',
  'value_after',
  'currency',
  'time_zone',
  'slug',
  'kind',
  'accent',
  'state',
  'key',
  'colour',
  'code',
  'preset',
  'number_prefix',
  'category',
  'status',
  'resolution',
  'storage_key',
  'media_type',
  'owner',
  'actor_kind',
  'message',
  'message_id',
  'side',
  'cancel_reason',
  'method',
  'secret',
  'salt',
  'role',
  'origins',
  'scopes',
  'answer',
  'headers',
  'hint',
]);

/** Writes the house's word into every text a person wrote, in every table that has a tenant. Returns the columns. */
export async function plantWord(app: TestApp, { tenant, word }: House): Promise<string[]> {
  const columns = await app.db.query<{ table: string; column: string; type: string }>(
    `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND format_type(a.atttypid, NULL) IN ('text', 'jsonb')
        AND (c.relname = 'tenant' OR EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'tenant_id'))
        -- What may hold only certain words holds no other.
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey) AND pg_get_constraintdef(k.oid) LIKE '%ANY (%') ORDER BY 1, 2`,
  );
  const planted = columns.filter(({ column }) => !codes.has(column));
  for (const { table, column, type } of planted) {
    const value = type === 'text' ? `${column} || ' ${word}'` : `${column} || '{"en": "${word}", "word": "${word}"}'`;
    await app.db.query(
      `UPDATE ${table} SET ${column} = ${value} WHERE ${table === 'tenant' ? 'id' : 'tenant_id'} = $1 AND ${column} IS NOT NULL`,
      [tenant.id],
    );
  }
  await app.db.query(
    `UPDATE auth.person SET name = name || ' ${word}' WHERE id IN (SELECT person_id FROM auth.membership WHERE tenant_id = $1)`,
    [tenant.id],
  );
  return planted.map(({ table, column }) => `${table}.${column}`);
}

export function passOf(app: TestApp, house: House, ticket: string): As {
  return { authorization: `Bearer ${ticketPass(app.config.keys, house.tenant.id, ticket, 0)}` };
}

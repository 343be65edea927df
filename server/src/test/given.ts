import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Role } from '@bookinda/contracts/identity/session';
import { salonSupport } from '@bookinda/contracts/support/ticket-lifecycle';
import type { LocalDate } from '@bookinda/contracts/values';
import { SignJWT } from 'jose';
import { enterSecret, newSecretRow } from '../identity/customer-token-secrets.js';
import { csrfOf } from '../identity/session-token.js';
import { entries, rowOf } from '../packages/ledger/enter-step.js';
import type { As, TestApp } from './app.js';

/** Arranges rows as superuser, and speaks as somebody. Everything else goes through the routes. */
export interface GivenTenant {
  id: string;
  name: string;
  siteKey: string;
  origin: string;
  tokenSecret: string;
}

export async function givenTenant(
  app: TestApp,
  { kind = 'salon', timeZone = 'Europe/Budapest', language = 'en' } = {},
): Promise<GivenTenant> {
  const slug = `t-${randomBytes(5).toString('hex')}`;
  const [tenant] = await app.db.query<{ id: string }>(
    `INSERT INTO tenant (slug, name, kind, language, time_zone, currency, email) VALUES ($1, $2, $3, $4, $5, 'HUF', $6) RETURNING id`,
    [slug, `Salon ${slug}`, kind, language, timeZone, `salon@${slug}.example`],
  );
  const id = tenant?.id ?? '';
  await app.db.query(`INSERT INTO desk (tenant_id, team_email) VALUES ($1, $2)`, [id, `team@${slug}.example`]);
  for (const status of salonSupport.statuses) {
    await app.db.query(
      `INSERT INTO ticket_status (tenant_id, code, kind, label, requester_label, colour, position, requires_attention) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        status.code,
        status.kind,
        status.label,
        status.requesterLabel,
        status.colour,
        status.position,
        status.requiresAttention,
      ],
    );
  }
  for (const category of salonSupport.categories) {
    await app.db.query(
      `INSERT INTO ticket_category (tenant_id, code, label, prompt, colour, position) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, category.code, category.label, category.prompt, category.colour, category.position],
    );
  }
  const origin = `https://${slug}.example`;
  const siteKey = `pk_${randomBytes(18).toString('base64url')}`;
  const tokenSecret = randomBytes(32).toString('base64url');
  await app.db.query('INSERT INTO site_key (tenant_id, key, name, origins) VALUES ($1, $2, $3, $4)', [
    id,
    siteKey,
    'site',
    [origin],
  ]);
  await app.db.query(enterSecret, [id, ...newSecretRow(app.config.keys, tokenSecret)]);
  return { id, name: `Salon ${slug}`, siteKey, origin, tokenSecret };
}

export interface GivenMember {
  id: string;
  email: string;
  name: string;
  as: As;
}

/** A member with an open session. */
export async function givenMember(app: TestApp, tenant: { id: string }, role: Role): Promise<GivenMember> {
  const email = `${role.toLowerCase()}-${randomBytes(4).toString('hex')}@people.example`;
  const [person] = await app.db.query<{ id: string }>(
    'INSERT INTO auth.person (email, name) VALUES ($1, $2) RETURNING id',
    [email, `${role} person`],
  );
  const id = person?.id ?? '';
  await app.db.query('INSERT INTO auth.membership (tenant_id, person_id, role) VALUES ($1, $2, $3)', [
    tenant.id,
    id,
    role,
  ]);
  return { id, email, name: `${role} person`, as: await givenSession(app, tenant, id) };
}

/** Headers of a complete session of `personId` at `tenant`, which proved the password just now. */
export async function givenSession(app: TestApp, tenant: { id: string }, personId: string): Promise<As> {
  const token = randomBytes(32).toString('base64url');
  await app.db.query(
    `INSERT INTO auth.session (token_hash, person_id, tenant_id, stage, expires_at, proven_at) VALUES ($1, $2, $3, 'complete', now() + interval '1 day', now())`,
    [createHash('sha256').update(token).digest(), personId, tenant.id],
  );
  return { cookie: `bookinda_session=${token}`, 'x-csrf-token': csrfOf(app.config.keys, token) };
}

export async function givenCustomer(
  app: TestApp,
  tenant: { id: string },
  name = 'Kiss Éva',
  represents: string | null = null,
): Promise<string> {
  const [row] = await app.db.query<{ id: string }>(
    'INSERT INTO customer (tenant_id, name, email, represents) VALUES ($1, $2, $3, $4) RETURNING id',
    [tenant.id, name, `${randomUUID().slice(0, 8)}@customers.example`, represents],
  );
  return row?.id ?? '';
}

/** A page of the tenant, with nobody signed in. */
export function asVisitor(tenant: GivenTenant): As {
  return { authorization: `Bearer ${tenant.siteKey}`, origin: tenant.origin };
}

/** A page of the tenant whose host vouches for the customer. */
export async function asCustomer(tenant: GivenTenant, customerId: string, { lifeSeconds = 600 } = {}): Promise<As> {
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(customerId)
    .setAudience(tenant.id)
    .setIssuedAt(now)
    .setExpirationTime(now + lifeSeconds)
    .sign(new TextEncoder().encode(tenant.tokenSecret));
  return { ...asVisitor(tenant), 'x-customer-token': token };
}

export async function givenApiKey(app: TestApp, tenant: { id: string }, scopes: string[]): Promise<As> {
  const secret = `sk_${randomBytes(24).toString('base64url')}`;
  await app.db.query('INSERT INTO api_key (tenant_id, hash, hint, name, scopes) VALUES ($1, $2, $3, $4, $5)', [
    tenant.id,
    createHash('sha256').update(secret).digest(),
    secret.slice(0, 7),
    'integration',
    scopes,
  ]);
  return { authorization: `Bearer ${secret}` };
}

export interface GivenPackage {
  id: string;
  services: string[];
}

/** A package of one customer; `services` are totals with what is used already (as redemptions in the ledger). */
export async function givenPackage(
  app: TestApp,
  tenant: { id: string },
  customerId: string,
  {
    services = [{ total: 10 }],
    price = 4_500_000,
    paid = 0,
    expiresOn = null,
    purchasedOn = '2026-01-05',
  }: {
    services?: { name?: string; total: number; used?: number }[];
    price?: number;
    paid?: number;
    expiresOn?: LocalDate | null;
    purchasedOn?: LocalDate;
  } = {},
): Promise<GivenPackage> {
  const sessions = services.reduce((sum, { total }) => sum + total, 0);
  const rows = await app.db.query<{ id: string; service: string }>(
    `WITH sold AS (
       INSERT INTO sold_package (tenant_id, customer_id, name, currency, price, remaining, purchased_on, expires_on)
       VALUES ($1, $2, 'Massage 10', 'HUF', $3, $4, $5, $6) RETURNING tenant_id, id
     ), services AS (
       INSERT INTO package_service (tenant_id, package_id, name, position, total)
       SELECT sold.tenant_id, sold.id, line.name, line.position, line.total FROM sold,
         json_to_recordset($7::json) AS line(name text, position int, total int) RETURNING package_id, id, position
     ) SELECT package_id AS id, id AS service FROM services ORDER BY position`,
    [
      tenant.id,
      customerId,
      price,
      sessions,
      purchasedOn,
      expiresOn,
      JSON.stringify(
        services.map(({ name, total }, position) => ({ name: name ?? `Service ${position + 1}`, position, total })),
      ),
    ],
  );
  const id = rows[0]?.id ?? '';
  const ids = rows.map(({ service }) => service);
  const actor = { kind: 'system', id: null, name: 'given' } as const;
  if (paid > 0) {
    const payment = rowOf({ kind: 'payment', amount: paid, method: 'cash', paidOn: purchasedOn, actor });
    await app.db.query(entries.money, [tenant.id, id, payment]);
  }
  for (const [n, { used = 0 }] of services.entries()) {
    const redemption = rowOf({ kind: 'redemption', service: ids[n]!, sessions: 1, actor });
    for (let count = 0; count < used; count++) await app.db.query(entries.sessions, [tenant.id, id, redemption]);
  }
  await app.db.query('UPDATE sold_package SET version = 1 WHERE id = $1', [id]);
  return { id, services: ids };
}

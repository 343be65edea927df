import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { salonSupport } from '@bookinda/contracts/support/ticket-lifecycle';
import { SignJWT } from 'jose';
import { type Rig, secret } from './rig.ts';

/** As the server derives it (key-ring.ts). */
const csrfKey = Buffer.from(hkdfSync('sha256', secret, 'bookinda-desk', 'csrf', 32));

/** A tenant with everything a caller needs to be let in. */
export interface SeededTenant {
  id: string;
  /** Bearer of an API key with every scope a load needs. */
  apiKey: string;
  /** A complete session of the owner. */
  owner: SeededMember;
  siteKey: string;
  origin: string;
  tokenSecret: string;
}

export interface SeededMember {
  id: string;
  cookie: string;
  csrf: string;
}

export interface SeededPackage {
  id: string;
  service: string;
}

export async function seedTenant(rig: Rig, slug: string): Promise<SeededTenant> {
  const [tenant] = await rig.query<{ id: string }>(
    `INSERT INTO tenant (slug, name, kind, language, time_zone, currency, email) VALUES ($1, $1, 'salon', 'en', 'Europe/Budapest', 'HUF', $1 || '@salons.example') RETURNING id`,
    [slug],
  );
  const id = tenant?.id ?? '';
  await rig.query(`INSERT INTO desk (tenant_id, team_email) VALUES ($1, $2)`, [id, `team@${slug}.example`]);
  await rig.query(
    `INSERT INTO ticket_status (tenant_id, code, kind, label, requester_label, colour, position, requires_attention)
     SELECT $1, code, kind, label, "requesterLabel", colour, position, "requiresAttention" FROM jsonb_to_recordset($2::jsonb)
       AS s(code text, kind text, label jsonb, "requesterLabel" jsonb, colour text, position int, "requiresAttention" boolean)`,
    [id, JSON.stringify(salonSupport.statuses)],
  );
  await rig.query(
    `INSERT INTO ticket_category (tenant_id, code, label, prompt, colour, position) SELECT $1, code, label, prompt, colour, position
     FROM jsonb_to_recordset($2::jsonb) AS c(code text, label jsonb, prompt jsonb, colour text, position int)`,
    [id, JSON.stringify(salonSupport.categories)],
  );
  const origin = `https://${slug}.example`;
  const [siteKey, tokenSecret, apiKey] = ['pk_', '', 'sk_'].map(
    (prefix) => prefix + randomBytes(24).toString('base64url'),
  ) as [string, string, string];
  await rig.query('INSERT INTO site_key (tenant_id, key, name, origins) VALUES ($1, $2, $3, $4)', [
    id,
    siteKey,
    'site',
    [origin],
  ]);
  await rig.query('INSERT INTO customer_token_secret (tenant_id, secret) VALUES ($1, $2)', [id, tokenSecret]);
  await rig.query('INSERT INTO api_key (tenant_id, hash, hint, name, scopes) VALUES ($1, $2, $3, $4, $5)', [
    id,
    hashOf(apiKey),
    apiKey.slice(0, 7),
    'integration',
    ['tickets:read', 'tickets:write', 'packages:read', 'packages:write'],
  ]);
  return { id, apiKey, siteKey, origin, tokenSecret, owner: await seedMember(rig, id, slug, 'OWNER') };
}

export async function seedMember(rig: Rig, tenantId: string, slug: string, role: string): Promise<SeededMember> {
  const [person] = await rig.query<{ id: string }>(
    'INSERT INTO auth.person (email, name) VALUES ($1, $2) RETURNING id',
    [`${role.toLowerCase()}-${randomBytes(4).toString('hex')}@${slug}.example`, `${role} of ${slug}`],
  );
  const id = person?.id ?? '';
  await rig.query('INSERT INTO auth.membership (tenant_id, person_id, role) VALUES ($1, $2, $3)', [tenantId, id, role]);
  const token = randomBytes(32).toString('base64url');
  await rig.query(
    `INSERT INTO auth.session (token_hash, person_id, tenant_id, stage, expires_at) VALUES ($1, $2, $3, 'complete', now() + interval '1 day')`,
    [hashOf(token), id, tenantId],
  );
  return {
    id,
    cookie: `bookinda_session=${token}`,
    csrf: createHmac('sha256', csrfKey).update(token).digest('base64url'),
  };
}

/**
 * `count` tickets over 90 days, a third of them open, each with `messages` messages. Nothing is told of them.
 * What was resolved long ago is closed, as a running desk would have done: the job for it must not run beside a measurement.
 */
export async function seedTickets(rig: Rig, { id }: SeededTenant, count: number, messages: number): Promise<void> {
  await rig.query(
    `WITH numbered AS (
       SELECT n, uuidv7() AS id, now() - (($2 - n) * interval '90 days' / $2) AS at,
         (ARRAY['BILLING', 'TECHNICAL', 'FEATURE_REQUEST', 'OTHER'])[1 + n % 4] AS category, (ARRAY['OPEN', 'IN_PROGRESS', CASE WHEN n > $2 * 0.95 THEN 'RESOLVED' ELSE 'CLOSED' END, 'CLOSED', 'CLOSED', 'CLOSED'])[1 + n % 6] AS status
       FROM generate_series(1, $2::int) n)
     INSERT INTO ticket (tenant_id, id, number, subject, category, status, kind, requester_name, requester_email, language, excerpt, message_count,
       created_at, last_activity_at, resolved_at, closed_at, last_public_event, search)
     SELECT $1, t.id, n, 'Question ' || n || ' about my booking', category, status, s.kind, 'Requester ' || n % 500, 'r' || n % 500 || '@people.example', 'en',
       'The calendar shows another hour than my mail said', $3, at, at, CASE WHEN s.kind IN ('solved', 'closed') THEN at END, CASE WHEN s.kind = 'closed' THEN at END,
       uuidv7(), to_tsvector('folded', 'Question ' || n || ' about my booking')
     FROM numbered t JOIN ticket_status s ON s.tenant_id = $1 AND s.code = t.status`,
    [id, count, messages],
  );
  await rig.query(
    `INSERT INTO message (tenant_id, ticket_id, at, side, author_name, body)
     SELECT tenant_id, id, last_activity_at, CASE n % 2 WHEN 1 THEN 'requester' ELSE 'desk' END, 'Somebody',
       'The calendar shows another hour than my mail said. Which of the two is right, and who tells the others? Message ' || n
     FROM ticket, generate_series(1, $2::int) n WHERE tenant_id = $1`,
    [id, messages],
  );
  await rig.query('UPDATE desk SET last_number = $2 WHERE tenant_id = $1', [id, count]);
}

export async function seedCustomer(rig: Rig, { id }: SeededTenant): Promise<string> {
  const [row] = await rig.query<{ id: string }>(
    `INSERT INTO customer (tenant_id, name, email) VALUES ($1, 'Kiss Éva', 'eva@customers.example') RETURNING id`,
    [id],
  );
  return row?.id ?? '';
}

/** Unused packages of one service with `sessions` sessions each. */
export async function seedPackages(
  rig: Rig,
  { id }: SeededTenant,
  customerId: string,
  count: number,
  sessions: number,
): Promise<SeededPackage[]> {
  return rig.query<SeededPackage>(
    `WITH sold AS (
       INSERT INTO sold_package (tenant_id, customer_id, name, currency, price, remaining, purchased_on, search)
       SELECT $1, $2, 'Massage', 'HUF', 4800000, $4::int, current_date - 30, '' FROM generate_series(1, $3::int) RETURNING tenant_id, id
     )
     INSERT INTO package_service (tenant_id, package_id, name, position, total) SELECT tenant_id, id, 'Massage', 0, $4::int FROM sold
     RETURNING package_id AS id, id AS service`,
    [id, customerId, count, sessions],
  );
}

/** A page of the tenant whose host vouches for the customer, for 15 minutes. */
export async function asCustomer(
  { id, siteKey, origin, tokenSecret }: SeededTenant,
  customerId: string,
): Promise<Record<string, string>> {
  const now = Math.floor(Date.now() / 1_000);
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(customerId)
    .setAudience(id)
    .setIssuedAt(now)
    .setExpirationTime(now + 900)
    .sign(new TextEncoder().encode(tokenSecret));
  return { authorization: `Bearer ${siteKey}`, origin, 'x-customer-token': token };
}

export function asIntegration({ apiKey }: SeededTenant): Record<string, string> {
  return { authorization: `Bearer ${apiKey}` };
}

export function asMember({ cookie, csrf }: SeededMember): Record<string, string> {
  return { cookie, 'x-csrf-token': csrf };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

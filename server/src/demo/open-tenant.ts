import { randomBytes } from 'node:crypto';
import type { Role } from '@bookinda/contracts/identity/session';
import { salonSupport } from '@bookinda/contracts/support/ticket-lifecycle';
import { minorDigits } from '@bookinda/contracts/values';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { enterSecret, newSecretRow } from '../identity/customer-token-secrets.js';
import { columns, columnsOf } from '../packages/offer/template.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Tx } from '../platform/database/database.js';
import { disputeStory, packageStories, visitorStories } from './stories.js';
import { tellDispute } from './tell-dispute.js';
import { tellPackage } from './tell-package.js';
import { type Author, tellTicket } from './tell-ticket.js';
import { templateStories } from './template-stories.js';

/** Demo data, not a secret: printed at the start, the same everywhere. */
export const demoPassword = 'demo-bookinda-2026';

export interface DemoTenant {
  id: string;
  slug: string;
  name: string;
  kind: 'salon' | 'platform';
  language: 'hu' | 'en';
  timeZone: string;
  currency: string;
  accent: string;
  people: { name: string; role: Role }[];
}

/** What the stage and people need to know of a demo tenant; written to DATA_DIR/demo-tenants.json. */
export interface Introduction {
  id: string;
  slug: string;
  name: string;
  preset: string;
  siteKey: string;
  customerTokenSecret: string;
  logins: { email: string; password: string; role: Role }[];
  customers: { id: string; email: string; name: string }[];
}

/** Enters a tenant with its desk, members, keys, customers and what they bought. */
export async function openTenant(
  tx: Tx,
  tenant: DemoTenant,
  config: Config,
  password: string,
  clock: Clock,
): Promise<{ introduction: Introduction; members: Author[] }> {
  const { id, slug } = tenant;
  await tx.rows(
    'INSERT INTO tenant (id, slug, name, kind, language, time_zone, currency, email, accent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      id,
      slug,
      tenant.name,
      tenant.kind,
      tenant.language,
      tenant.timeZone,
      tenant.currency,
      `hello@${slug}.example`,
      tenant.accent,
    ],
  );
  await tx.rows('INSERT INTO desk (tenant_id, team_email) VALUES ($1, $2)', [id, `team@${slug}.example`]);
  await tx.rows(
    `INSERT INTO ticket_status (tenant_id, code, kind, label, requester_label, colour, position, requires_attention)
     SELECT $1, code, kind, label, "requesterLabel", colour, position, "requiresAttention" FROM jsonb_to_recordset($2::jsonb)
       AS s(code text, kind text, label jsonb, "requesterLabel" jsonb, colour text, position int, "requiresAttention" boolean)`,
    [id, JSON.stringify(salonSupport.statuses)],
  );
  await tx.rows(
    `INSERT INTO ticket_category (tenant_id, code, label, prompt, colour, position)
     SELECT $1, code, label, prompt, colour, position FROM jsonb_to_recordset($2::jsonb) AS c(code text, label jsonb, prompt jsonb, colour text, position int)`,
    [id, JSON.stringify(salonSupport.categories)],
  );
  const members = await hire(tx, tenant, password);
  const siteKey = `pk_${randomBytes(18).toString('base64url')}`;
  const customerTokenSecret = randomBytes(32).toString('base64url');
  await tx.rows('INSERT INTO site_key (tenant_id, key, name, origins) VALUES ($1, $2, $3, $4)', [
    id,
    siteKey,
    'Website',
    originsOf(config),
  ]);
  await tx.rows(enterSecret, [id, ...newSecretRow(config.keys, customerTokenSecret)]);
  const customers = tenant.kind === 'salon' ? await welcome(tx, tenant, members, clock) : [];
  return {
    members,
    introduction: {
      id,
      slug,
      name: tenant.name,
      preset: 'salon-support',
      siteKey,
      customerTokenSecret,
      customers,
      logins: members.map(({ email, role }) => ({ email: email ?? '', password: demoPassword, role: role ?? 'STAFF' })),
    },
  };
}

/** The host pages under both names of this machine, and the console itself for its live preview. */
export function originsOf({ hostPagesUrl, publicUrl }: Config): string[] {
  const urls = [publicUrl, ...(hostPagesUrl ? [hostPagesUrl] : [])];
  return [
    ...new Set(
      urls.flatMap((url) => [
        url,
        url.replace('//localhost', '//127.0.0.1'),
        url.replace('//127.0.0.1', '//localhost'),
      ]),
    ),
  ];
}

async function hire(tx: Tx, { id, slug, language, people }: DemoTenant, password: string): Promise<Author[]> {
  const members: Author[] = [];
  for (const { name, role } of people) {
    const email = `${role.toLowerCase()}@${slug}.example`;
    const person = uuidv7();
    await tx.rows('INSERT INTO auth.person (id, email, name, language, password) VALUES ($1, $2, $3, $4, $5)', [
      person,
      email,
      name,
      language,
      password,
    ]);
    await tx.rows('INSERT INTO auth.membership (tenant_id, person_id, role) VALUES ($1, $2, $3)', [id, person, role]);
    members.push({ id: person, name, email, role });
  }
  return members;
}

/** Customers, what they bought, and what visitors wrote. */
async function welcome(
  tx: Tx,
  tenant: DemoTenant,
  members: Author[],
  clock: Clock,
): Promise<Introduction['customers']> {
  const { customers, packages } = packageStories[tenant.language];
  const known: Introduction['customers'] = [];
  for (const { name, email, phone } of customers) {
    const id = uuidv7();
    await tx.rows(
      "INSERT INTO customer (tenant_id, id, name, email, phone, language, created_at) VALUES ($1, $2, $3, $4, $5, $6, now() - interval '2 years')",
      [tenant.id, id, name, email, phone, tenant.language],
    );
    known.push({ id, name, email: email ?? '' });
  }
  await offer(tx, tenant);
  const today = Temporal.PlainDate.from(clock.today(tenant.timeZone));
  const reception = members.find(({ role }) => role === 'RECEPTION');
  const stylist = members.find(({ role }) => role === 'STAFF');
  for (const story of packages) {
    const customer = known.find(({ name }) => name === story.customer);
    if (customer && reception && stylist)
      await tellPackage(tx, { tenant, customerId: customer.id, story, today, reception, stylist });
  }
  const agent = members.find(({ role }) => role === 'AGENT');
  if (tenant.language === 'en' && agent) {
    for (const [n, story] of visitorStories.entries()) {
      const author = known[n % known.length];
      if (author)
        await tellTicket(tx, {
          tenantId: tenant.id,
          story,
          requester: { ...author, id: author.id },
          customerId: author.id,
          person: null,
          agent,
          language: 'en',
        });
    }
    const [disputes] = known.filter(({ name }) => name === disputeStory.customer);
    if (disputes)
      await tellDispute(tx, { tenant, customer: disputes, agent, today: today.toString(), words: disputeStory.words });
  }
  return known;
}

/** What the salon sells often. */
async function offer(tx: Tx, { id, currency, language }: DemoTenant): Promise<void> {
  const minor = (amount: number) => amount * 10 ** minorDigits(currency);
  for (const story of templateStories[language]) {
    const template = {
      ...story,
      ...(story.discountAmount ? { discountAmount: minor(story.discountAmount) } : {}),
      services: story.services.map((line) => ({ ...line, unitPrice: minor(line.unitPrice) })),
    };
    await tx.rows(
      `INSERT INTO package_template (tenant_id, ${columns.join(', ')}) VALUES ($1, ${columns.map((_, n) => `$${n + 2}`).join(', ')})`,
      [id, ...columnsOf(template, currency)],
    );
  }
}

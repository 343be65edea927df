import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '@bookinda/contracts/identity/session';
import { salonSupport } from '@bookinda/contracts/support/ticket-lifecycle';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { hashPassword } from '../identity/passwords.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Database, Tx } from '../platform/database/database.js';
import { sellPackage } from './sell-package.js';
import { packageStories, supportStories, visitorStories } from './stories.js';
import { type Author, tellTicket } from './tell-ticket.js';

/** Demo data, not a secret: printed at the start, the same everywhere. */
const demoPassword = 'demo-bookinda-2026';

interface DemoTenant {
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

const tenants: Omit<DemoTenant, 'id'>[] = [
  {
    slug: 'aranyollo',
    name: 'Aranyolló Szalon',
    kind: 'salon',
    language: 'hu',
    timeZone: 'Europe/Budapest',
    currency: 'HUF',
    accent: '#9c5a2d',
    people: [
      { name: 'Arany Ilona', role: 'OWNER' },
      { name: 'Molnár Péter', role: 'MANAGER' },
      { name: 'Farkas Anna', role: 'RECEPTION' },
      { name: 'Varga Béla', role: 'STAFF' },
      { name: 'Horváth Zsófi', role: 'AGENT' },
    ],
  },
  {
    slug: 'mayfair',
    name: 'Mayfair Beauty',
    kind: 'salon',
    language: 'en',
    timeZone: 'Europe/Dublin',
    currency: 'EUR',
    accent: '#7a3b8f',
    people: [
      { name: 'Grace Murphy', role: 'OWNER' },
      { name: 'Liam Doyle', role: 'MANAGER' },
      { name: 'Sofia Brennan', role: 'RECEPTION' },
      { name: 'Jack Nolan', role: 'STAFF' },
      { name: 'Ella Ryan', role: 'AGENT' },
    ],
  },
  {
    slug: 'bookinda',
    name: 'Bookinda Support',
    kind: 'platform',
    language: 'en',
    timeZone: 'Europe/Budapest',
    currency: 'EUR',
    accent: '#2f5fb3',
    people: [
      { name: 'Bookinda Owner', role: 'OWNER' },
      { name: 'Dóra Kovács', role: 'MANAGER' },
      { name: 'Tom Reception', role: 'RECEPTION' },
      { name: 'Sam Staff', role: 'STAFF' },
      { name: 'Anna Support', role: 'AGENT' },
    ],
  },
];

/** What the stage and people need to know of a demo tenant; written to DATA_DIR/demo-tenants.json. */
interface Introduction {
  id: string;
  slug: string;
  name: string;
  preset: string;
  siteKey: string;
  customerTokenSecret: string;
  logins: { email: string; password: string; role: Role }[];
  customers: { id: string; email: string; name: string }[];
}

/** Fills an empty database with the demo tenants; does nothing when there is one tenant already. */
export async function loadDemo(db: Database, clock: Clock, config: Config): Promise<void> {
  const [row] = await db.lookUp<{ n: string }>({ name: 'tenant-count', text: 'SELECT tenant_count() AS n' }, []);
  if (row?.n !== '0') return;
  const password = await hashPassword(demoPassword);
  const made: { tenant: DemoTenant; introduction: Introduction; members: Author[] }[] = [];
  for (const plan of tenants) {
    const tenant = { ...plan, id: uuidv7() };
    made.push({
      tenant,
      ...(await db.write({ tenantId: tenant.id }, (tx) => openTenant(tx, tenant, config, password, clock))),
    });
  }
  const platform = made.find(({ tenant }) => tenant.kind === 'platform');
  const salons = made.filter(({ tenant }) => tenant.kind === 'salon');
  if (platform) await db.write({ tenantId: platform.tenant.id }, (tx) => tellSupportStories(tx, platform, salons));
  await bothWorlds(
    db,
    password,
    salons.map(({ tenant }) => tenant),
  );
  await mkdir(config.dataDir, { recursive: true });
  const file = join(config.dataDir, 'demo-tenants.json');
  await writeFile(
    `${file}.new`,
    `${JSON.stringify(
      made.map(({ introduction }) => introduction),
      null,
      2,
    )}\n`,
  );
  await rename(`${file}.new`, file);
}

async function openTenant(
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
  await tx.rows('INSERT INTO customer_token_secret (tenant_id, secret) VALUES ($1, $2)', [id, customerTokenSecret]);
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
function originsOf({ hostPagesUrl, publicUrl }: Config): string[] {
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
    known.push({ id, name, email });
  }
  const today = Temporal.PlainDate.from(clock.today(tenant.timeZone));
  const reception = members.find(({ role }) => role === 'RECEPTION');
  const stylist = members.find(({ role }) => role === 'STAFF');
  for (const story of packages) {
    const customer = known.find(({ name }) => name === story.customer);
    if (customer && reception && stylist)
      await sellPackage(tx, { tenant, customerId: customer.id, story, today, reception, stylist });
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
  }
  return known;
}

/** Each salon's five tickets at the platform's desk, oldest first so that numbers and dates agree. */
async function tellSupportStories(
  tx: Tx,
  platform: { tenant: DemoTenant; members: Author[] },
  salons: { tenant: DemoTenant; members: Author[] }[],
): Promise<void> {
  const agent = platform.members.find(({ role }) => role === 'AGENT');
  const told = [];
  for (const { tenant, members } of salons) {
    const customerId = uuidv7();
    await tx.rows(
      'INSERT INTO customer (tenant_id, id, name, email, language, represents) VALUES ($1, $2, $3, $4, $5, $6)',
      [platform.tenant.id, customerId, tenant.name, `hello@${tenant.slug}.example`, tenant.language, tenant.id],
    );
    const owner = members.find(({ role }) => role === 'OWNER');
    if (owner)
      told.push(
        ...supportStories[tenant.language].map((story) => ({ story, customerId, owner, language: tenant.language })),
      );
  }
  for (const { story, customerId, owner, language } of told.sort((a, b) => b.story.daysAgo - a.story.daysAgo)) {
    if (agent)
      await tellTicket(tx, {
        tenantId: platform.tenant.id,
        story,
        requester: owner,
        customerId,
        person: owner.id,
        agent,
        language,
      });
  }
}

/** One person who works in both salons, for the tenant switcher. */
async function bothWorlds(db: Database, password: string, salons: DemoTenant[]): Promise<void> {
  const person = uuidv7();
  for (const [n, salon] of salons.entries()) {
    await db.write({ tenantId: salon.id }, async (tx) => {
      if (n === 0) {
        await tx.rows('INSERT INTO auth.person (id, email, name, language, password) VALUES ($1, $2, $3, $4, $5)', [
          person,
          'both@bookinda.example',
          'Réka Both',
          'en',
          password,
        ]);
      }
      await tx.rows('INSERT INTO auth.membership (tenant_id, person_id, role) VALUES ($1, $2, $3)', [
        salon.id,
        person,
        'MANAGER',
      ]);
    });
  }
}

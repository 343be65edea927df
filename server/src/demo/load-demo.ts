import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { hashPassword } from '../identity/passwords.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Database, Tx } from '../platform/database/database.js';
import { type DemoTenant, demoPassword, type Introduction, openTenant, originsOf } from './open-tenant.js';
import { supportStories } from './stories.js';
import { type Author, tellTicket } from './tell-ticket.js';

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

interface Made {
  tenant: DemoTenant;
  introduction: Introduction;
  members: Author[];
}

/**
 * Fills an empty database with the demo tenants: all of them or, when the process dies half-way, none. Where there are
 * tenants already, only lets the demo's keys in from where its pages are served now.
 */
export async function loadDemo(db: Database, clock: Clock, config: Config): Promise<void> {
  const password = await hashPassword(demoPassword);
  const plans = tenants.map((plan) => ({ ...plan, id: uuidv7() }));
  const made = await db.write({ tenantId: plans[0]?.id ?? '', people: true }, (tx) =>
    fillOnce(tx, plans, config, password, clock),
  );
  if (made)
    await introduce(
      config,
      made.map(({ introduction }) => introduction),
    );
  else await admitPages(db, config);
}

/** One transaction that changes its scope from tenant to tenant; a second process waits here and finds it done. */
async function fillOnce(
  tx: Tx,
  plans: DemoTenant[],
  config: Config,
  password: string,
  clock: Clock,
): Promise<Made[] | undefined> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtext('bookinda-demo'))");
  const row = await tx.row<{ n: string }>('SELECT tenant_count() AS n');
  if (row?.n !== '0') return undefined;
  const made: Made[] = [];
  for (const tenant of plans) {
    await under(tx, tenant);
    made.push({ tenant, ...(await openTenant(tx, tenant, config, password, clock)) });
  }
  const salons = made.filter(({ tenant }) => tenant.kind === 'salon');
  for (const platform of made.filter(({ tenant }) => tenant.kind === 'platform')) {
    await under(tx, platform.tenant);
    await tellSupportStories(tx, platform, salons);
  }
  await bothWorlds(
    tx,
    password,
    salons.map(({ tenant }) => tenant),
  );
  return made;
}

/** What was entered for the tenant before is proven first: under another scope its rows cannot be seen. */
async function under(tx: Tx, tenant: DemoTenant): Promise<void> {
  await tx.rows('SET CONSTRAINTS ALL IMMEDIATE');
  await tx.rows('SET CONSTRAINTS ALL DEFERRED');
  await tx.enter({ tenantId: tenant.id, people: true });
}

const fileOf = ({ dataDir }: Config) => join(dataDir, 'demo-tenants.json');

async function introduce(config: Config, introductions: Introduction[]): Promise<void> {
  await mkdir(config.dataDir, { recursive: true });
  await writeFile(`${fileOf(config)}.new`, `${JSON.stringify(introductions, null, 2)}\n`, { mode: 0o600 });
  await rename(`${fileOf(config)}.new`, fileOf(config));
}

/** The same data may be served on other ports than the last time. */
async function admitPages(db: Database, config: Config): Promise<void> {
  const known = JSON.parse(await readFile(fileOf(config), 'utf8').catch(() => '[]')) as Introduction[];
  for (const { id, siteKey } of known) {
    await db.write({ tenantId: id }, (tx) =>
      tx.rows(
        `UPDATE site_key SET origins = (SELECT array_agg(DISTINCT o) FROM unnest(origins || $3::text[]) o)
         WHERE tenant_id = $1 AND key = $2 AND NOT origins @> $3::text[]`,
        [id, siteKey, originsOf(config)],
      ),
    );
  }
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
async function bothWorlds(tx: Tx, password: string, salons: DemoTenant[]): Promise<void> {
  const person = uuidv7();
  await tx.rows('INSERT INTO auth.person (id, email, name, language, password) VALUES ($1, $2, $3, $4, $5)', [
    person,
    'both@bookinda.example',
    'Réka Both',
    'en',
    password,
  ]);
  for (const salon of salons) {
    await tx.rows('INSERT INTO auth.membership (tenant_id, person_id, role) VALUES ($1, $2, $3)', [
      salon.id,
      person,
      'MANAGER',
    ]);
  }
}

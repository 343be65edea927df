import { minorDigits } from '@bookinda/contracts/values';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { enterStep } from '../packages/ledger/enter-step.js';
import type { Tx } from '../platform/database/database.js';
import type { Actor } from '../platform/events/record.js';
import type { PackageStory } from './stories.js';
import type { Author } from './tell-ticket.js';

interface Sale {
  tenant: { id: string; currency: string };
  customerId: string;
  story: PackageStory;
  today: Temporal.PlainDate;
  reception: Author;
  stylist: Author;
}

/** Enters a package with its ledger and payments, spread over the days since it was bought. */
export async function tellPackage(
  tx: Tx,
  { tenant, customerId, story, today, reception, stylist }: Sale,
): Promise<void> {
  const id = uuidv7();
  const minor = (amount: number) => amount * 10 ** minorDigits(tenant.currency);
  const sessions = story.services.reduce((sum, { total }) => sum + total, 0);
  const event = [tenant.id, id, customerId, reception.id, reception.name];
  await tx.rows(
    `INSERT INTO sold_package (tenant_id, id, customer_id, name, currency, price, original_price, remaining, purchased_on, expires_on, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ${ago('$11')})`,
    [
      tenant.id,
      id,
      customerId,
      story.name,
      tenant.currency,
      minor(story.price),
      story.original ? minor(story.original) : null,
      sessions,
      today.subtract({ days: story.boughtDaysAgo }).toString(),
      story.expiresIn === null ? null : today.add({ days: story.expiresIn }).toString(),
      story.boughtDaysAgo,
    ],
  );
  await tx.rows(eventOf('package-sold'), [...event, story.boughtDaysAgo]);
  const services: string[] = [];
  for (const [position, { name, total }] of story.services.entries()) {
    const service = uuidv7();
    await tx.rows(
      'INSERT INTO package_service (tenant_id, id, package_id, name, position, total, unit_price) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [tenant.id, service, id, name, position, total, Math.round(minor(story.original ?? story.price) / sessions)],
    );
    services.push(service);
  }
  const actor: Actor = { kind: 'staff', id: reception.id, name: reception.name };
  const giver = { id: stylist.id, name: stylist.name };
  const payments = story.paid.map((amount, n) => ({
    daysAgo: Math.max(0, story.boughtDaysAgo - n * 12),
    step: { kind: 'payment', amount: minor(amount), method: n % 2 === 0 ? 'card' : 'cash', actor } as const,
  }));
  const steps = [...payments, ...visits(story, services, actor, giver)];
  for (const { daysAgo, step } of steps.sort((left, right) => right.daysAgo - left.daysAgo)) {
    const at = await tx.row<{ at: string }>(`SELECT (${ago('$1')})::text AS at`, [daysAgo]);
    const paidOn = today.subtract({ days: daysAgo }).toString();
    await enterStep(tx, tenant.id, id, { ...('amount' in step ? { ...step, paidOn } : step), at: at?.at ?? '' });
  }
  if (!story.cancelled) return;
  const at = await tx.row<{ at: string }>(`SELECT (${ago('10')})::text AS at`);
  const end = { kind: 'cancelled', from: 'active', to: 'cancelled', reason: story.cancelled, actor } as const;
  await enterStep(tx, tenant.id, id, { ...end, at: at?.at ?? '' });
  await tx.rows(eventOf('package-cancelled'), [...event, 10]);
}

/** Redemptions, one session each, evenly between purchase and expiry or today. */
function visits(story: PackageStory, services: string[], actor: Actor, staff: { id: string; name: string }) {
  const end = story.expiresIn !== null && story.expiresIn < 0 ? -story.expiresIn : story.cancelled ? 10 : 0;
  return story.services.flatMap(({ used }, position) =>
    Array.from({ length: used }, (_, n) => ({
      daysAgo: Math.round(story.boughtDaysAgo - ((story.boughtDaysAgo - end) * (n + 1)) / (used + 1)),
      step: { kind: 'redemption', service: services[position] ?? '', sessions: 1, staff, actor } as const,
    })),
  );
}

/** Decided: nobody is to get a mail about a story. */
const eventOf = (kind: string) => `
  INSERT INTO event (tenant_id, kind, package_id, customer_id, actor_kind, actor_id, actor_name, public, at, decided_at)
  VALUES ($1, '${kind}', $2, $3, 'staff', $4, $5, true, ${ago('$6')}, now())`;

const ago = (days: string) => `now() - ${days}::int * interval '1 day' + interval '2 hours'`;

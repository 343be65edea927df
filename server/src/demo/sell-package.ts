import { minorDigits } from '@bookinda/contracts/values';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../platform/database/database.js';
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
export async function sellPackage(
  tx: Tx,
  { tenant, customerId, story, today, reception, stylist }: Sale,
): Promise<void> {
  const id = uuidv7();
  const minor = (amount: number) => amount * 10 ** minorDigits(tenant.currency);
  const remaining = story.services.reduce((sum, { total, used }) => sum + total - used, 0);
  const paid = story.paid.reduce((sum, amount) => sum + amount, 0);
  await tx.rows(
    `INSERT INTO sold_package (tenant_id, id, customer_id, name, currency, price, original_price, paid, remaining, purchased_on, expires_on,
       cancelled_at, cancel_reason, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE WHEN $12::text IS NOT NULL THEN now() - interval '10 days' END, $12, ${daysAgo('$13')})`,
    [
      tenant.id,
      id,
      customerId,
      story.name,
      tenant.currency,
      minor(story.price),
      story.original ? minor(story.original) : null,
      minor(paid),
      remaining,
      today.subtract({ days: story.boughtDaysAgo }).toString(),
      story.expiresIn === null ? null : today.add({ days: story.expiresIn }).toString(),
      story.cancelled ?? null,
      story.boughtDaysAgo,
    ],
  );
  for (const [position, { name, total, used }] of story.services.entries()) {
    const service = uuidv7();
    await tx.rows(
      'INSERT INTO package_service (tenant_id, id, package_id, name, position, total, used) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [tenant.id, service, id, name, position, total, used],
    );
    const end = story.expiresIn !== null && story.expiresIn < 0 ? -story.expiresIn : 0;
    for (let n = 1; n <= used; n++) {
      await tx.rows(
        `INSERT INTO ledger_entry (tenant_id, package_id, service_id, kind, sessions, used_after, staff_id, staff_name, actor_kind, actor_id, actor_name, at)
         VALUES ($1, $2, $3, 'redemption', 1, $4, $5, $6, 'staff', $7, $8, ${daysAgo('$9')})`,
        [
          tenant.id,
          id,
          service,
          n,
          stylist.id,
          stylist.name,
          reception.id,
          reception.name,
          Math.round(story.boughtDaysAgo - ((story.boughtDaysAgo - end) * n) / (used + 1)),
        ],
      );
    }
  }
  for (const [n, amount] of story.paid.entries()) {
    await tx.rows(
      `INSERT INTO package_payment (tenant_id, package_id, kind, amount, method, actor_id, actor_name, at) VALUES ($1, $2, 'payment', $3, $4, $5, $6, ${daysAgo('$7')})`,
      [
        tenant.id,
        id,
        minor(amount),
        n % 2 === 0 ? 'card' : 'cash',
        reception.id,
        reception.name,
        Math.max(0, story.boughtDaysAgo - n * 12),
      ],
    );
  }
}

const daysAgo = (days: string) => `now() - ${days}::int * interval '1 day' + interval '2 hours'`;

import { randomUUID } from 'node:crypto';
import { entries, rowOf } from '../../packages/ledger/enter-step.js';
import type { TestDatabase } from '../database.js';
import type { TimedPackage, TimedStep } from './random-sales.js';

const actor = { kind: 'system', id: null, name: 'a history' } as const;

/** Writes the lives by the statements of the ledger, each step at its instant. Gives the packages' ids. */
export async function enterSales(
  db: TestDatabase,
  { tenant, customer, templates }: { tenant: string; customer: string; templates: string[] },
  packages: TimedPackage[],
): Promise<string[]> {
  const ids = packages.map(() => randomUUID());
  const services: string[][] = [];
  for (const [n, sold] of packages.entries()) {
    const rows = await db.query<{ id: string }>(
      `WITH sale AS (
         INSERT INTO sold_package (tenant_id, id, customer_id, template_id, name, currency, price, remaining, purchased_on, expires_on, transferred_from)
         VALUES ($1, $2, $3, $4, 'A history', $5, $6, $7, $8, $9, $10))
       INSERT INTO package_service (tenant_id, package_id, name, position, total, unit_price)
       SELECT $1, $2, 'Service ' || n, n, (s ->> 'total')::int, (s ->> 'unitPrice')::bigint FROM json_array_elements($11::json) WITH ORDINALITY AS line(s, n)
       RETURNING id`,
      [
        tenant,
        ids[n],
        customer,
        sold.template === null ? null : templates[sold.template],
        sold.currency,
        sold.price,
        sold.services.reduce((sum, { total }) => sum + total, 0),
        sold.purchasedOn,
        sold.expiresOn,
        sold.transferredFrom === null ? null : ids[sold.transferredFrom],
        JSON.stringify(sold.services),
      ],
    );
    services.push(rows.map(({ id }) => id));
  }
  const lives = packages.map(async ({ steps }, n) => {
    for (const step of steps) {
      const of = 'sessions' in step || step.kind === 'transfer-in' ? entries.sessions : entries.change;
      await db.query(of, [tenant, ids[n], rowFor(step, services[n]!, ids)]);
    }
  });
  await Promise.all(lives);
  return ids;
}

function rowFor(step: TimedStep, services: string[], ids: string[]): string {
  const at = new Date(step.at).toISOString();
  if (step.kind === 'cancelled')
    return rowOf({ kind: 'cancelled', at, actor, from: 'active', to: 'cancelled', reason: 'other' });
  if (step.kind === 'transfer-in') {
    const share = { price: step.price, paid: 0, other: ids[step.from]! };
    return rowOf({ kind: 'transfer-in', at, actor, service: services[0]!, sessions: 0, ...share });
  }
  if ('to' in step && 'service' in step) {
    const { sessions } = step;
    const share = { price: -step.price, paid: 0, other: ids[step.to]! };
    return rowOf({ kind: 'transfer-out', at, actor, service: services[step.service]!, sessions, ...share });
  }
  if ('service' in step) {
    const { sessions } = step;
    // A correction in the place of a reversal, whose redemption would have to be found: it moves the same.
    const kind = step.kind === 'redemption' ? 'redemption' : 'correction';
    return rowOf({ kind, at, actor, service: services[step.service]!, sessions });
  }
  const { kind, from, to } = step;
  const freeze = kind === 'frozen' ? { from: at.slice(0, 10), until: to === null ? null : at.slice(0, 10) } : null;
  return rowOf({ kind, at, actor, from, to, freeze });
}

import type { LocalDate } from '@bookinda/contracts/values';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../platform/database/database.js';
import { found } from '../../platform/http/refusal.js';
import { lastDay } from '../offer/terms.js';
import { heldTemplate, type Snapshot } from '../sold/sale.js';

/** What is sold once more, to whom. */
export interface Renewal {
  customerId: string;
  /** By the template where it is still sold (`templateId`), else as it was sold. */
  sells: Snapshot;
  /** Bought today; null = never expires. */
  expiresOn: LocalDate | null;
  before: { id: string; on: LocalDate } | null;
}

interface SoldRow {
  customerId: string;
  name: string;
  currency: string;
  templateId: string | null;
  price: number;
  original: number | null;
  purchasedOn: LocalDate;
  /** The last valid day before anybody moved it. */
  expiredOn: LocalDate | null;
  services: Snapshot['services'];
  before: Renewal['before'];
}

const read = `SELECT p.customer_id AS "customerId", p.name, p.currency, p.template_id AS "templateId", (p.price + p.price_moved)::float8 AS price,
    p.original_price::float8 AS original, p.purchased_on::text AS "purchasedOn",
    CASE WHEN first.id IS NOT NULL THEN first.value_before ELSE p.expires_on::text END AS "expiredOn",
    (SELECT json_agg(json_build_object('name', s.name, 'quantity', s.total, 'unitPrice', s.unit_price) ORDER BY s.position)
      FROM package_service s WHERE s.tenant_id = $1 AND s.package_id = p.id) AS services,
    (SELECT json_build_object('id', n.id, 'on', n.purchased_on) FROM package_change c JOIN sold_package n ON n.tenant_id = $1 AND n.id = c.other_package
      WHERE c.tenant_id = $1 AND c.package_id = p.id AND c.kind = 'renewed' ORDER BY c.seq DESC LIMIT 1) AS before
  FROM sold_package p LEFT JOIN LATERAL (
    SELECT c.id, c.value_before FROM package_change c
    WHERE c.tenant_id = $1 AND c.package_id = p.id AND c.kind IN ('expiry-changed', 'frozen', 'thawed') ORDER BY c.seq LIMIT 1) first ON true
  WHERE p.tenant_id = $1 AND p.id = $2`;

/** PK-19: what a renewal of the package would sell today. The template, if any, is held until the transaction ends. */
export async function renewalOf(tx: Tx, tenantId: string, id: string, today: LocalDate): Promise<Renewal> {
  const { customerId, before, ...sold } = found(await tx.row<SoldRow>(read, [tenantId, id]));
  const template = sold.templateId === null ? undefined : await heldTemplate(tx, tenantId, sold.templateId);
  if (template && !template.retired)
    return { customerId, before, sells: template.sells, expiresOn: lastDay(today, template.sells) };
  const { name, currency, services, price, original } = sold;
  const sells = { name, currency, services, price, original: original ?? price, templateId: null };
  return { customerId, before, sells, expiresOn: asLong(sold.purchasedOn, sold.expiredOn, today) };
}

/** As long from today as it was from its purchase: whole months where they were whole, else days. */
function asLong(from: LocalDate, to: LocalDate | null, today: LocalDate): LocalDate | null {
  if (to === null) return null;
  const [start, end] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const { months, days } = start.until(end, { largestUnit: 'months' });
  const span = days === 0 ? { months } : { days: start.until(end, { largestUnit: 'days' }).days };
  return Temporal.PlainDate.from(today).add(span).toString();
}

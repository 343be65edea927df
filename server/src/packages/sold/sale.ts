import type { TakePayment } from '@bookinda/contracts/packages/payment.dto';
import type { LocalDate } from '@bookinda/contracts/values';
import type { Tx } from '../../platform/database/database.js';
import { type Actor, recordEvent } from '../../platform/events/record.js';
import { Refusal } from '../../platform/http/refusal.js';
import { enterStep } from '../ledger/enter-step.js';
import { type PricedTerms, type Terms, termsOf } from '../offer/terms.js';
import { SoldPackage } from './sold-package.js';

/** What is sold: a name, its terms, and where they came from. */
export interface Snapshot extends Pick<PricedTerms, 'original' | 'price'> {
  /** `unitPrice` null where nobody said what one session costs. */
  services: { name: string; quantity: number; unitPrice: number | null }[];
  name: string;
  currency: string;
  templateId: string | null;
}

/** A package that comes into being: by a sale, by a renewal, or by a transfer of another one's sessions. */
export interface Sale extends Snapshot {
  id: string;
  customer: string;
  purchasedOn: LocalDate;
  expiresOn: LocalDate | null;
  transferredFrom?: string;
  renewedFrom?: string;
}

/** A salon as customer of the platform's desk buys no packages. */
export async function mustBePerson(tx: Tx, tenantId: string, customer: string): Promise<void> {
  const known = await tx.row('SELECT FROM customer WHERE tenant_id = $1 AND id = $2 AND represents IS NULL', [
    tenantId,
    customer,
  ]);
  if (!known) throw Refusal.field('customer', 'unknown', 'Nobody has this id.');
}

/** A template with what it sells now, held until the sale is on disk, so that what is sold is what it said. */
export async function heldTemplate(
  tx: Tx,
  tenantId: string,
  id: string | null | undefined,
): Promise<{ retired: boolean; sells: Snapshot & Terms } | undefined> {
  const template = await tx.row<Terms & { id: string; name: string; currency: string; retired: boolean }>(
    `SELECT t.id, t.name, t.currency, t.services, t.discount_percent AS "discountPercent", t.discount_amount::float8 AS "discountAmount",
       t.valid_days AS "validDays", t.valid_months AS "validMonths", t.retired_at IS NOT NULL AS retired
     FROM package_template t WHERE t.tenant_id = $1 AND t.id = $2 FOR KEY SHARE`,
    [tenantId, id ?? null],
  );
  if (!template) return undefined;
  const { name, currency, retired } = template;
  return { retired, sells: { ...termsOf(template, currency), name, currency, templateId: template.id } };
}

/** Writes the package and its services; nothing is paid yet and none is used. */
export async function enterSale(tx: Tx, tenantId: string, sale: Sale): Promise<{ services: string[] }> {
  const { id, services, original, price } = sale;
  await tx.rows(
    `INSERT INTO sold_package (tenant_id, id, customer_id, template_id, name, currency, price, original_price, remaining, purchased_on, expires_on,
       transferred_from, renewed_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      tenantId,
      id,
      sale.customer,
      sale.templateId,
      sale.name,
      sale.currency,
      price,
      original > price ? original : null,
      services.reduce((sum, { quantity }) => sum + quantity, 0),
      sale.purchasedOn,
      sale.expiresOn,
      sale.transferredFrom ?? null,
      sale.renewedFrom ?? null,
    ],
  );
  const entered = await tx.rows<{ id: string }>(
    `INSERT INTO package_service (tenant_id, package_id, name, position, total, unit_price)
     SELECT $1, $2, s ->> 'name', n - 1, (s ->> 'quantity')::int, (s ->> 'unitPrice')::bigint FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS line(s, n)
     RETURNING id`,
    [tenantId, id, JSON.stringify(services)],
  );
  return { services: entered.map((service) => service.id) };
}

/** Says that it was sold. */
export async function tellSale(
  tx: Tx,
  tenantId: string,
  { id, customer, actor }: { id: string; customer: string; actor: Actor },
): Promise<void> {
  const about = { actor, packageId: id, customerId: customer, public: true };
  await recordEvent(tx, { tenantId }, { kind: 'package-sold', ...about, data: { step: id } });
}

/** PK-01: money that comes with the sale. */
export async function takeFirstPayment(
  tx: Tx,
  tenantId: string,
  sold: Snapshot & { id: string; customerId: string; expiresOn: LocalDate | null },
  input: TakePayment,
  { actor, today }: { actor: Actor; today: LocalDate },
): Promise<void> {
  const unfrozen = { frozenFrom: null, frozenUntil: null, restExpiresOn: null };
  const facts = { ...sold, ...unfrozen, paid: 0, remaining: 1, cancelled: false };
  const amount = Refusal.below('payment', () => new SoldPackage(facts, today).payment(input));
  const { method, paidOn = today } = input;
  const payment = await enterStep(tx, tenantId, sold.id, { kind: 'payment', amount, method, paidOn, actor });
  const about = { actor, packageId: sold.id, customerId: sold.customerId, public: true };
  const data = { step: payment.id, amount, atSale: true };
  await recordEvent(tx, { tenantId }, { kind: 'payment-received', ...about, data });
}

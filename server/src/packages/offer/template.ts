import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import type { CreateTemplate } from '@bookinda/contracts/packages/package-template.dto';
import type { Tx } from '../../platform/database/database.js';
import { found } from '../../platform/http/refusal.js';
import { givenTermsOf } from './terms.js';

const money = (amount: string) => `json_build_object('amount', ${amount}, 'currency', t.currency)`;

/** SQL: a PackageTemplate as JSON, from a package_template `t`. */
export const templateView = `json_build_object(
  'id', t.id, 'name', t.name, 'description', t.description,
  'services', (SELECT json_agg(json_build_object('name', s ->> 'name', 'quantity', s -> 'quantity', 'unitPrice', ${money(`s -> 'unitPrice'`)}) ORDER BY n)
    FROM jsonb_array_elements(t.services) WITH ORDINALITY AS line(s, n)),
  'discountPercent', t.discount_percent, 'discountAmount', CASE WHEN t.discount_amount IS NOT NULL THEN ${money('t.discount_amount')} END,
  'validDays', t.valid_days, 'validMonths', t.valid_months, 'state', CASE WHEN t.retired_at IS NULL THEN 'active' ELSE 'retired' END,
  'originalPrice', ${money('t.original_price')}, 'price', ${money('t.price')},
  'sold', (SELECT count(*) FROM sold_package p WHERE p.tenant_id = t.tenant_id AND p.template_id = t.id AND p.transferred_from IS NULL))`;

/** The tenant's currency. */
export async function currencyOf(tx: Tx, tenantId: string): Promise<string> {
  return found(await tx.row<{ currency: string }>('SELECT currency FROM tenant WHERE id = $1', [tenantId])).currency;
}

/** Column values of a template as it was written, in the order of `columns`. */
export function columnsOf(input: CreateTemplate, currency: string): unknown[] {
  const terms = givenTermsOf(input, currency);
  return [
    input.name.trim(),
    input.description?.trim() || null,
    JSON.stringify(terms.services),
    currency,
    terms.discountPercent,
    terms.discountAmount,
    terms.validDays,
    terms.validMonths,
    terms.original,
    terms.price,
  ];
}

export const columns = [
  'name',
  'description',
  'services',
  'currency',
  'discount_percent',
  'discount_amount',
  'valid_days',
  'valid_months',
  'original_price',
  'price',
];

export async function readTemplate(tx: Tx, tenantId: string, id: string): Promise<PackageTemplate> {
  const row = await tx.row<{ view: PackageTemplate }>(
    `SELECT ${templateView} AS view FROM package_template t WHERE t.tenant_id = $1 AND t.id = $2`,
    [tenantId, id],
  );
  return found(row).view;
}

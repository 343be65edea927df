import type { PackageFilter } from '@bookinda/contracts/packages/list-packages.dto';
import type { Tx } from '../../platform/database/database.js';
import { prefixQuery } from '../../platform/database/prefix-query.js';
import { Refusal } from '../../platform/http/refusal.js';
import { hasBadge, hasStatus } from './derived.js';

/** A PackageFilter as SQL over a sold_package `p`, the tenant `$1` and its day `$2`. */
export interface Filtering {
  /** The combination of filters: a statement is prepared once for each. */
  name: string;
  where: string;
  /** The same where a page of a list is asked for: in its order an index leads to it. */
  page: { from: string; where: string };
  /** Values from `$3` on. */
  values: unknown[];
  order: Order;
}

/** In which order a filtered list comes, so that its first page is found by walking an index, however many packages there are. */
type Order = keyof typeof orders;

/** Its SQL; the column that goes before the id in the cursor; which way the list goes on. */
const orders = {
  purchase: { sql: 'p.purchased_on DESC, p.id DESC', column: 'p.purchased_on', beyond: '<' },
  /** The next to expire first. */
  expiry: { sql: 'p.expires_on, p.id', column: 'p.expires_on', beyond: '>' },
  /** The last that expired first. */
  expired: { sql: 'p.expires_on DESC, p.id DESC', column: 'p.expires_on', beyond: '<' },
  /** The last that was entered first: ids rise with time, and each service's packages are indexed by id. */
  entry: { sql: 'named.package_id DESC', column: 'p.purchased_on', beyond: '<' },
} as const;

const usable = 'p.cancelled_at IS NULL AND NOT p.used_up';

/** Redeemed, and not taken back, within so many days up to today, as the salon counts days. */
const usedSince = (
  days: string,
) => `EXISTS (SELECT FROM ledger_entry l WHERE l.tenant_id = $1 AND l.package_id = p.id AND l.kind = 'redemption'
  AND (l.at AT TIME ZONE (SELECT t.time_zone FROM tenant t WHERE t.id = $1))::date > $2::date - ${days}::int
  AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.tenant_id = $1 AND r.reverses = l.id))`;

/** SQL conditions by filter; `at` is the value's position. */
const conditions: Record<
  'q' | 'service' | 'template' | 'expiresFrom' | 'expiresTo' | 'unusedDays',
  (at: string) => string
> = {
  q: (at) => `p.search @@ unaccent(${at})::tsquery`,
  service: (at) =>
    `EXISTS (SELECT FROM package_service s WHERE s.tenant_id = $1 AND s.package_id = p.id AND s.name_key = lower(${at}))`,
  template: (at) => `p.template_id = ${at}::uuid`,
  expiresFrom: (at) => `p.expires_on >= ${at}::date`,
  expiresTo: (at) => `p.expires_on <= ${at}::date`,
  unusedDays: (at) =>
    `${hasStatus('active', '$2')} AND p.purchased_on <= $2::date - ${at}::int AND NOT ${usedSince(at)}`,
};

/** PK-06: what is asked for and nothing else: a condition that always holds would hide the index. Undefined: nothing can pass. */
export function filtering(input: PackageFilter): Filtering | undefined {
  const { status, payment } = input;
  const q = input.q?.trim() ? prefixQuery(input.q) : undefined;
  if (q === null) return undefined;
  const asked = { ...input, q, service: input.service?.trim() || undefined };
  const byExpiry = asked.expiresFrom !== undefined || asked.expiresTo !== undefined;
  const names = (Object.keys(conditions) as (keyof typeof conditions)[]).filter((name) => asked[name] !== undefined);
  const at = (name: keyof typeof conditions) => `$${names.indexOf(name) + 3}`;
  const order = byExpiry ? 'expiry' : status === 'expired' ? 'expired' : asked.service ? 'entry' : 'purchase';
  const all = [
    // Parameters that no filter uses still need a type.
    'p.tenant_id = $1 AND $2::date IS NOT NULL',
    ...(status ? [hasStatus(status, '$2')] : byExpiry ? [usable] : []),
    ...(payment ? [hasBadge(payment)] : []),
  ];
  const where = (conditioned: typeof names) =>
    [...all, ...conditioned.map((name) => conditions[name](at(name)))].map((one) => `(${one})`).join(' AND ');
  return {
    name: [status ?? '', payment ?? '', ...names].join(':'),
    where: where(names),
    page:
      order === 'entry'
        ? { from: packagesWith(at('service')), where: where(names.filter((name) => name !== 'service')) }
        : { from: 'sold_package p', where: where(names) },
    values: names.map((name) => asked[name]),
    order,
  };
}

/** A service's packages one after the other, last entered first: left alone, the planner walks all packages beside them instead. */
const packagesWith = (service: string) => `(
    SELECT DISTINCT s.package_id FROM package_service s WHERE s.tenant_id = $1 AND s.name_key = lower(${service}) ORDER BY 1 DESC
  ) named CROSS JOIN LATERAL (SELECT q.* FROM sold_package q WHERE q.tenant_id = $1 AND q.id = named.package_id OFFSET 0) p`;

/** The order of a filtered list, its key as the cursor keeps it, and what comes after a place in it. */
export function orderOf({ order }: Filtering) {
  const { sql, column, beyond } = orders[order];
  const after = (day: string, id: string) =>
    order === 'entry'
      ? `named.package_id < ${id}::uuid AND ${day}::date IS NOT NULL`
      : `(${column}, p.id) ${beyond} (${day}::date, ${id}::uuid)`;
  return { sql, column, after };
}

/** For verbs that do something to all that pass: a template of nobody here chooses nothing by mistake. */
export async function refuseUnknownTemplate(tx: Tx, tenantId: string, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const known = await tx.row('SELECT FROM package_template WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
  if (!known) throw Refusal.field('template', 'unknown', 'No template has this id.');
}

// PK-22 in SQL. Each entry of a package carries SHA-256 over the hash before it and its own words; the sale's snapshot is
// where the chain begins. What is hashed is the JSON array of texts that JSON.stringify would write.

/** Where entries of a package are kept. */
export type Entries = 'ledger_entry' | 'package_payment' | 'package_change';

const instant = (at: string) => `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const hashed = (words: string) => `convert_to(array_to_json(${words})::text, 'UTF8')`;

/** Columns of each table that the hash covers, between the instant and the actor. */
const ownWords: Record<Entries, string[]> = {
  ledger_entry: [
    'service_id',
    'sessions',
    'used_after',
    'reverses',
    'reason',
    'price_share',
    'paid_share',
    'paid_after',
    'other_package',
    'appointment',
    'staff_id',
    'staff_name',
  ],
  package_payment: ['amount', 'method', 'paid_on', 'paid_after', 'reverses', 'reason'],
  package_change: ['value_before', 'value_after', 'reason', 'note', 'freeze_from', 'freeze_until', 'other_package'],
};

/** SQL: the words of an entry `e` that its hash covers, as text[]. */
function wordsOf(table: Entries, e: string): string {
  const own = ownWords[table].map((column) => `${e}.${column}::text`);
  const words = [`${e}.seq::text`, `${e}.kind`, `${e}.id::text`, instant(`${e}.at`), ...own];
  return `ARRAY[${[...words, `${e}.actor_kind`, `${e}.actor_id::text`, `${e}.actor_name`].join(', ')}]`;
}

/** SQL: the hash of an entry `e` that follows the hash `previous`. Dates print as ISO because sessions do. */
export function chained(table: Entries, e: string, previous: string): string {
  return `sha256(${previous} || ${hashed(wordsOf(table, e))})`;
}

/** SQL: the hash of the sale as it was: `p` has the package's columns, `services` rows of package_service. A transfer moves the price since. */
export function genesis(p: string, services: string): string {
  const sale = `ARRAY['sold', ${p}.id::text, ${p}.name, ${p}.currency::text, (${p}.price + ${p}.price_moved)::text, ${p}.original_price::text, ${p}.purchased_on::text, ${p}.transferred_from::text, ${p}.renewed_from::text]`;
  return `(SELECT sha256(${hashed(`${sale} || coalesce(array_agg(sold.word ORDER BY s.position, sold.n), '{}')`)})
    FROM ${services} s, LATERAL unnest(ARRAY[s.id::text, s.name, s.total::text, s.unit_price::text]) WITH ORDINALITY AS sold(word, n))`;
}

/** SQL: the services of `p` for `genesis`. */
export const servicesOf = (p: string) =>
  `(SELECT * FROM package_service z WHERE z.tenant_id = ${p}.tenant_id AND z.package_id = ${p}.id)`;

/** SQL: the hash that the next entry of `p` follows; the first follows the sale. */
export function headOf(p: string, services = servicesOf(p)): string {
  return `coalesce(${p}.chain_head, ${genesis(p, services)})`;
}

/** SQL: every entry of the packages that `where` (over `x`) admits, with the hash it must have after the one before it. */
function links(where: string): string {
  const each = (Object.keys(ownWords) as Entries[]).map(
    (table) =>
      `SELECT x.tenant_id, x.package_id, x.seq, x.hash, ${wordsOf(table, 'x')} AS words FROM ${table} x WHERE ${where}`,
  );
  return `SELECT e.*, row_number() OVER w AS place, lag(e.hash) OVER w AS before FROM (${each.join(' UNION ALL ')}) e
    WINDOW w AS (PARTITION BY e.tenant_id, e.package_id ORDER BY e.seq)`;
}

/**
 * SQL: one row per package that `packages` (over `p`) and `entries` (over `x`) admit: tenant_id, id, length, head, broken_at
 * (number of the first step that is cut, edited or out of place; null when the chain holds) and heads (hex, by step).
 */
export function verified(packages = 'true', entries = 'true'): string {
  return `
    WITH link AS MATERIALIZED (${links(entries)}),
    origin AS MATERIALIZED (SELECT p.tenant_id, p.id, p.chain_length, p.chain_head, ${genesis('p', servicesOf('p'))} AS sale FROM sold_package p WHERE ${packages}),
    judged AS (
      SELECT o.tenant_id, o.id, l.seq, l.hash, l.place,
        l.seq = l.place AND l.hash = sha256(coalesce(l.before, o.sale) || ${hashed('l.words')}) AS fits
      FROM origin o JOIN link l ON l.tenant_id = o.tenant_id AND l.package_id = o.id)
    SELECT o.tenant_id, o.id, o.chain_length AS length, encode(coalesce(o.chain_head, o.sale), 'hex') AS head,
      ARRAY[encode(o.sale, 'hex')] || coalesce(array_agg(encode(j.hash, 'hex') ORDER BY j.seq) FILTER (WHERE j.id IS NOT NULL), '{}') AS heads,
      coalesce(min(j.place) FILTER (WHERE NOT j.fits),
        CASE WHEN count(j.id) <> o.chain_length OR (o.chain_length > 0 AND NOT coalesce(bool_or(j.hash = o.chain_head) FILTER (WHERE j.seq = o.chain_length), false))
          THEN least(count(j.id), o.chain_length) + CASE WHEN count(j.id) = o.chain_length THEN 0 ELSE 1 END END)::int AS broken_at
    FROM origin o LEFT JOIN judged j ON j.tenant_id = o.tenant_id AND j.id = o.id
    GROUP BY o.tenant_id, o.id, o.chain_length, o.chain_head, o.sale`;
}

import { parseNumber } from '@bookinda/contracts/support/ticket-lifecycle';
import type { Database, Scope } from '../../platform/database/database.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';

/** One condition of a list: its name (for the prepared statement), its SQL with `?` for values, and the values. */
export interface Condition {
  name: string;
  sql: string;
  values: unknown[];
}

export const openTab: Condition = { name: 'open', sql: "t.kind NOT IN ('solved', 'closed')", values: [] };
export const closedTab: Condition = { name: 'closed', sql: "t.kind IN ('solved', 'closed')", values: [] };

/** BS-01: a number in any form, or words (each may be a beginning) of subject and public text. */
export function searched(q: string, numberPrefix = 'TKT-'): Condition {
  const words = q.match(/[\p{L}\p{N}]+/gu)?.slice(0, 12) ?? [];
  const query = words.map((word) => `${word}:*`).join(' & ');
  const number = parseNumber(numberPrefix, q);
  if (number !== undefined)
    return { name: 'number', sql: "(t.number = ? OR t.search @@ to_tsquery('folded', ?))", values: [number, query] };
  return words.length > 0
    ? { name: 'words', sql: "t.search @@ to_tsquery('folded', ?)", values: [query] }
    : { name: 'nothing', sql: 'false', values: [] };
}

interface ListOf {
  /** The route's verb: cursors belong to it. */
  list: string;
  /** Whose list of the tenant's it is, where there are several: their cursors are strangers to each other. */
  of?: string | null | undefined;
  row: string;
  joins: string;
  conditions: Condition[];
  limit?: number | undefined;
  after?: string | undefined;
}

/**
 * Newest activity first, as JSON text straight from the database: keyset on (last activity, id), one statement
 * per combination of conditions.
 */
export async function ticketList(
  db: Database,
  scope: Scope,
  { list, of, row, joins, conditions, limit = defaultLimit, after }: ListOf,
): Promise<string> {
  const cursors = of ? `${list}:${of}` : list;
  const place = placeOf(cursors, scope.tenantId, after, 2);
  const values: unknown[] = [scope.tenantId, limit];
  const where = [
    ...conditions,
    ...(place ? [{ name: 'after', sql: '(t.last_activity_at, t.id) < (?::timestamptz, ?::uuid)', values: place }] : []),
  ].map((condition) => {
    let next = values.length;
    values.push(...condition.values);
    return `AND ${condition.sql.replace(/\?/g, () => `$${++next}`)}`;
  });
  // The rows of the page are read once: joined to their ids a second time, the planner reads a small desk whole. Numbered after the limit,
  // so that a search sorts no more than a page.
  const text = `
    SELECT coalesce(json_agg(${row} ORDER BY t.n) FILTER (WHERE t.n <= $2), '[]')::text AS items, count(*) > $2 AS more,
      max(t.last_activity_at::text) FILTER (WHERE t.n = $2) AS last_at, max(t.id::text) FILTER (WHERE t.n = $2) AS last_id
    FROM (SELECT page.*, row_number() OVER (ORDER BY page.last_activity_at DESC, page.id DESC) AS n FROM (
      SELECT t.* FROM ticket t WHERE t.tenant_id = $1 ${where.join(' ')} ORDER BY t.last_activity_at DESC, t.id DESC LIMIT $2 + 1) page) t ${joins}`;
  const name = `${list}:${conditions.map((condition) => condition.name).join('+')}${place ? '+after' : ''}`;
  const [page] = await db.statement<{ items: string; more: boolean; last_at: string; last_id: string }>(
    scope,
    // Without a filter the index of activity gives the page; how rare a filtered value is, only its plan of its own knows.
    { name, text, variant: true, ...(conditions.every(({ values }) => values.length === 0) && { plannedOnce: true }) },
    values,
  );
  const next = page?.more ? JSON.stringify(cursorFor(cursors, scope.tenantId, [page.last_at, page.last_id])) : 'null';
  return `{"items":${page?.items ?? '[]'},"next":${next}}`;
}

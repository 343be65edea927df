// PK-18 in SQL. Months are places between borders: 0 is everything before the span, 1 its first month, one more than there
// are months what came after it. $1 tenant, $2 first days of the months and of the one after (date[]), $3 the same days'
// first instants (timestamptz[]), $4 today, $5 the tenant's time zone, $6 the smallest amount shown of its currency.

/** What moves in a month: an amount in minor units, and a number of sessions (of `packages`: of packages). */
export type Move = 'sold' | 'packages' | 'redeemed' | 'refunded' | 'expired' | 'received' | 'refunds' | 'due';

/** A row of `rollForward`; what stands today has no month. `template` null: sold without one. */
export interface FigureRow {
  template: string | null;
  name: string | null;
  month: number;
  figure: Move | 'outstanding' | 'usable' | 'owed';
  value: number;
  sessions: number;
}

const dayPlace = (day: string) => `width_bucket(${day}, $2::date[])`;
const instantPlace = (at: string) => `width_bucket(${at}, $3::timestamptz[])`;
/** Keeps a sub-select a step of its own, as OFFSET 0 would; that one also keeps it from running in parallel. */
const apart = 'WITH apart AS (SELECT)';
/** earnedValue of contracts for a service `s`. */
const earned = (used: string) =>
  `(CASE WHEN ${used} = s.total THEN s.worth ELSE s.worth * (${used}) / (s.total * $6::int) * $6::int END)`;
/** What the entry `l` moved. */
const moved = `(${earned('l.used_after')} - ${earned('(l.used_after - l.sessions)')})`;

/**
 * The ledger by template and month. What was entered in a month after the one in which the package expired (a redemption
 * undone, a correction) is a group of its own: it moves nothing that is still owed. Within that month it makes no difference.
 *
 * Each entry meets its service once and in parallel, and the planner must not take every instant for a group of its own.
 */
const ledger = `
  SELECT e.template_id, e.month, CASE WHEN e.month > e.over_in THEN e.over_in END AS expired_in, sum(e.value) AS value, sum(e.sessions) AS sessions FROM (
    ${apart} SELECT s.template_id, s.over_in, ${instantPlace('l.at')} AS month, ${moved} AS value, l.sessions FROM ledger_entry l JOIN (
      ${apart} SELECT s.id, s.total, s.worth, p.template_id, CASE WHEN p.expires_on < $4::date THEN ${dayPlace('p.expires_on + 1')} END AS over_in
      FROM package_service s JOIN sold_package p ON p.tenant_id = $1 AND p.id = s.package_id WHERE s.tenant_id = $1
    ) s ON s.id = l.service_id WHERE l.tenant_id = $1
  ) e GROUP BY 1, 2, 3`;

/** Packages as they are now. */
const state = `
  SELECT p.template_id, p.purchased_on, p.transferred_from, p.cancelled_at, p.price, p.price_moved, p.paid, p.remaining, s.worth, s.earned, s.total,
    p.expires_on < $4::date AND (p.cancelled_at IS NULL OR (p.cancelled_at AT TIME ZONE $5)::date > p.expires_on) AS over, p.expires_on
  FROM sold_package p JOIN (
    SELECT s.package_id, sum(s.worth) AS worth, sum(s.total) AS total, sum(${earned('s.used')}) AS earned
    FROM package_service s WHERE s.tenant_id = $1 GROUP BY s.package_id
  ) s ON s.package_id = p.id WHERE p.tenant_id = $1`;

/**
 * Packages that had expired before their expiry was moved again, and stayed so over the end of a month: from the month `a` on
 * nobody was owed their sessions, in `b` they came back.
 */
const restored = `
  SELECT * FROM (SELECT p.id, p.template_id, greatest(${dayPlace('c.day + 1')}, ${instantPlace('c.since')}) AS a,
      least(${instantPlace('c.at')}, ${dayPlace('p.expires_on + 1')}) AS b FROM (
    SELECT c.package_id, c.at, c.value_before::date AS day, lag(c.at) OVER (PARTITION BY c.package_id ORDER BY c.seq) AS since
    FROM package_change c WHERE c.tenant_id = $1 AND c.kind IN ('expiry-changed', 'frozen', 'thawed')) c
  JOIN sold_package p ON p.tenant_id = $1 AND p.id = c.package_id WHERE c.day IS NOT NULL) r WHERE r.a < r.b`;

/** All of such a package expires in `a` and comes back in `b`, less what was used before; what was used between is neither. */
const restorations = `
  SELECT r.template_id, m.month, 'expired' AS figure, sum(m.value) AS value, sum(m.sessions) AS sessions FROM restored r CROSS JOIN LATERAL (
    SELECT place.month, place.sign * s.worth AS value, place.sign * s.total AS sessions
    FROM package_service s, (VALUES (r.a, 1), (r.b, -1)) place(month, sign) WHERE s.tenant_id = $1 AND s.package_id = r.id
    UNION ALL
    SELECT place.month, place.sign * ${moved}, place.sign * l.sessions
    FROM ledger_entry l JOIN package_service s ON s.tenant_id = $1 AND s.id = l.service_id,
      LATERAL (VALUES (greatest(${instantPlace('l.at')}, r.a), -1), (r.b, 1)) place(month, sign)
    WHERE l.tenant_id = $1 AND l.package_id = r.id AND ${instantPlace('l.at')} <= r.b) m
  GROUP BY 1, 2`;

const moves = [
  `SELECT template_id, ${dayPlace('purchased_on')} AS month, 'sold' AS figure, sum(worth) AS value, sum(total) AS sessions FROM state
   WHERE transferred_from IS NULL GROUP BY 1, 2`,
  `SELECT template_id, ${dayPlace('purchased_on')}, 'packages', 0, count(*) FROM state WHERE transferred_from IS NULL GROUP BY 1, 2`,
  `SELECT template_id, ${dayPlace('purchased_on')}, 'due', sum(price - paid), 0 FROM state WHERE cancelled_at IS NULL GROUP BY 1, 2`,
  "SELECT template_id, month, 'redeemed', value, sessions FROM ledger",
  // A transfer uses them up where they were and brings them, with their part of the price, to a package of the same template: only
  // what rounding leaves between the two is redeemed.
  `SELECT template_id, ${dayPlace('purchased_on')}, 'redeemed', -sum(worth), -sum(total) FROM state WHERE transferred_from IS NOT NULL GROUP BY 1, 2`,
  `SELECT template_id, ${instantPlace('cancelled_at')}, 'refunded', sum(worth - earned), sum(remaining) FROM state
   WHERE cancelled_at IS NOT NULL AND over IS NOT TRUE GROUP BY 1, 2`,
  `SELECT template_id, ${dayPlace('expires_on + 1')}, 'expired', sum(worth - earned), sum(remaining) FROM state WHERE over GROUP BY 1, 2`,
  "SELECT template_id, expired_in, 'expired', value, sessions FROM ledger WHERE expired_in IS NOT NULL",
  "SELECT template_id, month, 'expired', -value, -sessions FROM ledger WHERE expired_in IS NOT NULL",
  restorations,
  `SELECT p.template_id, ${dayPlace('y.paid_on')}, CASE y.kind WHEN 'refund' THEN 'refunds' ELSE 'received' END, sum(CASE y.kind WHEN 'refund' THEN -y.amount ELSE y.amount END), 0
   FROM package_payment y JOIN sold_package p ON p.tenant_id = $1 AND p.id = y.package_id
   WHERE y.tenant_id = $1 AND y.paid_on >= ($2::date[])[1] AND y.paid_on < ($2::date[])[cardinality($2::date[])] GROUP BY 1, 2, 3`,
];

/** Packages that can be used today; what is paid of them already goes to the redeemed sessions first. */
const usable = 'cancelled_at IS NULL AND over IS NOT TRUE AND remaining > 0';
const standing = [
  `SELECT template_id, 0 AS month, 'outstanding' AS figure, sum(worth - earned) AS value, sum(remaining) AS sessions FROM state WHERE ${usable} GROUP BY 1`,
  `SELECT template_id, 0, 'usable', sum(greatest(0, paid + price_moved - earned)), count(*) FROM state WHERE ${usable} GROUP BY 1`,
  "SELECT template_id, 0, 'owed', sum(price - paid), 0 FROM state WHERE cancelled_at IS NULL GROUP BY 1",
];

/** One row per template, month and figure that is not nothing. */
export const rollForward = `
  WITH ledger AS MATERIALIZED (${ledger}), state AS MATERIALIZED (${state}), restored AS MATERIALIZED (${restored}), move AS (
    ${moves.join('\n    UNION ALL ')}
  ), figure AS (
    SELECT template_id, month, figure, sum(value) AS value, sum(sessions) AS sessions FROM move
    WHERE month < cardinality($2::date[]) GROUP BY 1, 2, 3
    UNION ALL ${standing.join('\n    UNION ALL ')}
  )
  SELECT f.template_id AS template, t.name, f.month, f.figure, f.value::float8 AS value, f.sessions::float8 AS sessions
  FROM figure f LEFT JOIN package_template t ON t.tenant_id = $1 AND t.id = f.template_id
  WHERE f.value <> 0 OR f.sessions <> 0`;

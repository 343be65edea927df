import { sayNumber } from '../../support/tickets/excerpt.js';
import { genesis, servicesOf } from './chain.js';

// PK-16 in SQL: every step of one package's life in one shape, for the staff's history, the customer's own and the evidence
// of a dispute.

/** Columns of a step in their order, with what a source says that has nothing to say. */
const columns: Record<string, string> = {
  rank: '1',
  seq: 'NULL::int',
  at: 'NULL::timestamptz',
  id: 'NULL::uuid',
  kind: 'NULL',
  actor: "''",
  staff: 'NULL',
  service_id: 'NULL::uuid',
  service_name: 'NULL',
  sessions: 'NULL::int',
  remaining_after: 'NULL::int',
  reason: 'NULL',
  appointment: 'NULL',
  reverses: 'NULL::uuid',
  reversed: 'false',
  amount: 'NULL::bigint',
  method: 'NULL',
  paid_on: 'NULL::date',
  paid_after: 'NULL::bigint',
  changes: 'false',
  value_before: 'NULL',
  value_after: 'NULL',
  body: 'NULL',
  freeze_from: 'NULL::date',
  freeze_until: 'NULL::date',
  other: 'NULL::uuid',
  head: 'NULL::bytea',
};

function source(says: Partial<Record<keyof typeof columns, string>>, from: string): string {
  const row = Object.entries(columns).map(([name, nothing]) => `${says[name] ?? nothing} AS ${name}`);
  return `SELECT ${row.join(', ')} FROM package p ${from}`;
}

/** What every entry of the chain says by columns of the same names. */
const entry = (e: string, ...names: string[]) =>
  Object.fromEntries([
    ['actor', `${e}.actor_name`],
    ['head', `${e}.hash`],
    ...['seq', 'at', 'id', 'kind', 'reason', ...names].map((name) => [name, `${e}.${name}`]),
  ]) as Record<string, string>;

/** One shape for every source of history. The sale comes first whatever its time; what came by a transfer begins with that. */
const sources = [
  source(
    {
      rank: '0',
      at: 'p.created_at',
      id: 'p.id',
      kind: "'sold'",
      actor: "coalesce(e.actor_name, '')",
      other: 'p.renewed_from',
      head: genesis('p', servicesOf('p')),
    },
    `LEFT JOIN LATERAL (SELECT e.actor_name FROM event e
       WHERE e.tenant_id = $1 AND e.package_id = p.id AND e.kind = 'package-sold' ORDER BY e.id LIMIT 1) e ON true
       WHERE p.transferred_from IS NULL`,
  ),
  source(
    {
      ...entry('l', 'appointment', 'reverses', 'paid_after'),
      // Those that came are all there is.
      sessions: "CASE l.kind WHEN 'transfer-in' THEN -s.total ELSE l.sessions END",
      amount: 'l.paid_share',
      other: 'l.other_package',
      staff: 'l.staff_name',
      service_id: 's.id',
      service_name: 's.name',
      remaining_after: 's.total - l.used_after',
      reversed: 'EXISTS (SELECT FROM ledger_entry r WHERE r.tenant_id = $1 AND r.reverses = l.id)',
    },
    'JOIN ledger_entry l ON l.tenant_id = $1 AND l.package_id = p.id JOIN package_service s ON s.tenant_id = $1 AND s.id = l.service_id',
  ),
  source(
    {
      ...entry('y', 'reverses', 'amount', 'method', 'paid_on', 'paid_after'),
      reversed: 'EXISTS (SELECT FROM package_payment r WHERE r.tenant_id = $1 AND r.reverses = y.id)',
    },
    'JOIN package_payment y ON y.tenant_id = $1 AND y.package_id = p.id',
  ),
  source(
    {
      ...entry('c', 'value_before', 'value_after', 'freeze_from', 'freeze_until'),
      changes: "c.kind <> 'renewed'",
      body: 'c.note',
      other: 'c.other_package',
    },
    'JOIN package_change c ON c.tenant_id = $1 AND c.package_id = p.id',
  ),
];

/** PK-15: for colleagues' eyes, and no part of the chain. */
const notes = source(
  { at: 'n.at', id: 'n.id', kind: "'note'", actor: 'n.author_name', body: 'n.body' },
  'JOIN package_note n ON n.tenant_id = $1 AND n.package_id = p.id',
);

/** SQL: the steps of `package`, a row of sold_package of tenant `$1`, as `columns` names them. */
export const chainSteps = sources.join('\n      UNION ALL ');
/** SQL: the same with the notes. */
export const allSteps = [chainSteps, notes].join('\n      UNION ALL ');

const money = (amount: string) =>
  `CASE WHEN ${amount} IS NOT NULL THEN json_build_object('amount', ${amount}, 'currency', package.currency) END`;

const asked =
  'SELECT m.ticket_id FROM package_matter m WHERE m.tenant_id = $1 AND m.package_id = package.id AND m.step_id = h.id';
const settled =
  'SELECT s.ticket_id FROM package_settlement s WHERE s.tenant_id = $1 AND s.package_id = package.id AND s.step_id = h.id';
const newestOf = (tickets: string) => `(SELECT json_build_object('id', t.id, 'number', ${sayNumber('t.number', 'd')})
  FROM (${tickets}) about JOIN ticket t ON t.tenant_id = $1 AND t.id = about.ticket_id JOIN desk d ON d.tenant_id = $1 ORDER BY t.id DESC LIMIT 1)`;

/** SQL: the newest ticket that the customer opened about the step `h`; null without one. */
export const askedOn = newestOf(asked);
/** SQL: the ticket on which the desk entered the step `h`; null without one. */
export const settledOn = newestOf(settled);
/** SQL: either of the two. */
export const ticketAbout = newestOf(`${asked} UNION ALL ${settled}`);

/** SQL: pairs of name and value of a step `h` of `package`, as both sides read them. */
export const stepFacts = `'id', h.id, 'at', to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'kind', h.kind, 'actor', h.actor, 'staff', h.staff,
          'service', CASE WHEN h.service_id IS NOT NULL THEN json_build_object('id', h.service_id, 'name', h.service_name) END,
          'sessions', h.sessions, 'remainingAfter', h.remaining_after, 'reverses', h.reverses, 'reversed', h.reversed,
          'amount', ${money('h.amount')}, 'method', h.method, 'paidOn', h.paid_on, 'paidAfter', ${money('h.paid_after')},
          'change', CASE WHEN h.changes THEN json_build_object('from', h.value_before, 'to', h.value_after) END,
          'freeze', CASE WHEN h.freeze_from IS NOT NULL THEN json_build_object('from', h.freeze_from, 'until', h.freeze_until) END,
          'head', encode(h.head, 'hex')`;

/** SQL: pairs of a step `h` that only staff read. */
export const staffFacts = `'appointment', h.appointment, 'reason', h.reason, 'text', h.body, 'other', (
  SELECT json_build_object('id', o.id, 'name', o.name, 'customer', json_build_object('id', c.id, 'name', c.name))
  FROM sold_package o JOIN customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id WHERE o.tenant_id = $1 AND o.id = h.other)`;

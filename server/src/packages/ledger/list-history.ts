import { listHistory } from '@bookinda/contracts/packages/routes';
import { PageInput } from '@bookinda/contracts/page.dto';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { genesis, headOf, servicesOf } from './chain.js';

const verb = 'list-history';

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

/** One shape for every source of history. The sale comes first whatever its time. */
const sources = [
  source(
    {
      rank: '0',
      at: 'p.created_at',
      id: 'p.id',
      kind: "'sold'",
      actor: "coalesce(e.actor_name, '')",
      head: genesis('p', servicesOf('p')),
    },
    `LEFT JOIN LATERAL (SELECT e.actor_name FROM event e
       WHERE e.tenant_id = $1 AND e.package_id = p.id AND e.kind = 'package-sold' ORDER BY e.id LIMIT 1) e ON true`,
  ),
  source(
    {
      ...entry('l', 'sessions', 'appointment', 'reverses'),
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
    { ...entry('c', 'value_before', 'value_after'), changes: 'true', body: 'c.note' },
    'JOIN package_change c ON c.tenant_id = $1 AND c.package_id = p.id',
  ),
  source(
    { at: 'n.at', id: 'n.id', kind: "'note'", actor: 'n.author_name', body: 'n.body' },
    'JOIN package_note n ON n.tenant_id = $1 AND n.package_id = p.id',
  ),
];

const money = (amount: string) =>
  `CASE WHEN ${amount} IS NOT NULL THEN json_build_object('amount', ${amount}, 'currency', package.currency) END`;

const list = {
  name: verb,
  text: `
    WITH package AS MATERIALIZED (
      SELECT p.* FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2
    ), step AS (
      ${sources.join('\n      UNION ALL ')}
    ), page AS MATERIALIZED (
      SELECT h.*, row_number() OVER (ORDER BY h.rank, h.at, h.id) AS n FROM step h
      WHERE $4::int IS NULL OR (h.rank, h.at, h.id) > ($4::int, $5::timestamptz, $6::uuid) ORDER BY h.rank, h.at, h.id LIMIT $3 + 1)
    SELECT page.*, encode(${headOf('package')}, 'hex') AS head FROM package CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object(
          'id', h.id, 'at', to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'kind', h.kind, 'actor', h.actor, 'staff', h.staff,
          'service', CASE WHEN h.service_id IS NOT NULL THEN json_build_object('id', h.service_id, 'name', h.service_name) END,
          'sessions', h.sessions, 'remainingAfter', h.remaining_after, 'reason', h.reason, 'appointment', h.appointment,
          'reverses', h.reverses, 'reversed', h.reversed,
          'amount', ${money('h.amount')}, 'method', h.method, 'paidOn', h.paid_on, 'paidAfter', ${money('h.paid_after')},
          'change', CASE WHEN h.changes THEN json_build_object('from', h.value_before, 'to', h.value_after) END, 'text', h.body,
          'head', encode(h.head, 'hex')
        ) ORDER BY h.n) FILTER (WHERE h.n <= $3), '[]')::text AS items, count(*) > $3 AS more,
        max(h.rank) FILTER (WHERE h.n = $3) AS last_rank, max(h.at::text) FILTER (WHERE h.n = $3) AS last_at, max(h.id::text) FILTER (WHERE h.n = $3) AS last_id
      FROM page h) page`,
};

/** PK-16: everything that happened to a package, oldest first, with the balance after each entry. */
@Controller()
export class ListHistory {
  constructor(private readonly db: Database) {}

  @Answers(listHistory, { to: staff(redeemers, 'packages:read'), jsonText: true })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() { limit = defaultLimit, after }: PageInput,
  ): Promise<string> {
    const [rank = null, at = null, entry = null] = placeOf(verb, caller.tenantId, after, 3) ?? [];
    const [row] = await this.db.statement<{
      items: string;
      more: boolean;
      last_rank: number;
      last_at: string;
      last_id: string;
      head: string;
    }>(caller, list, [caller.tenantId, id, limit, rank, at, entry]);
    const page = found(row);
    const next = page.more ? cursorFor(verb, caller.tenantId, [page.last_rank, page.last_at, page.last_id]) : null;
    return `{"items":${page.items},"next":${JSON.stringify(next)},"head":"${page.head}"}`;
  }
}

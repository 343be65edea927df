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

const verb = 'list-history';

/** One shape for every source of history: sale, ledger, payments, cancellation. The sale comes first whatever its time. */
const sources = [
  `SELECT 0 AS rank, p.created_at AS at, p.id, 'sold' AS kind, coalesce(e.actor_name, '') AS actor, NULL AS staff, NULL::uuid AS service_id, NULL AS service_name,
     NULL::int AS sessions, NULL::int AS remaining_after, NULL AS reason, NULL AS appointment, NULL::uuid AS reverses, false AS reversed, NULL::bigint AS amount, NULL AS method
   FROM package p LEFT JOIN LATERAL (SELECT e.actor_name FROM event e
     WHERE e.tenant_id = $1 AND e.package_id = p.id AND e.kind = 'package-sold' ORDER BY e.id LIMIT 1) e ON true`,
  `SELECT 1, l.at, l.id, l.kind, l.actor_name, l.staff_name, s.id, s.name, l.sessions, s.total - l.used_after, l.reason, l.appointment, l.reverses,
     EXISTS (SELECT FROM ledger_entry r WHERE r.tenant_id = $1 AND r.reverses = l.id), NULL, NULL
   FROM package p JOIN ledger_entry l ON l.tenant_id = $1 AND l.package_id = p.id JOIN package_service s ON s.tenant_id = $1 AND s.id = l.service_id`,
  `SELECT 1, y.at, y.id, y.kind, y.actor_name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, y.reverses,
     EXISTS (SELECT FROM package_payment r WHERE r.tenant_id = $1 AND r.reverses = y.id), y.amount, y.method
   FROM package p JOIN package_payment y ON y.tenant_id = $1 AND y.package_id = p.id`,
  // Not an entry of its own yet: its id is made from the package's, the same each time.
  `SELECT 1, p.cancelled_at, md5(p.id || 'cancelled')::uuid, 'cancelled', coalesce(e.actor_name, ''), NULL, NULL, NULL, NULL, NULL, p.cancel_reason, NULL, NULL, false, NULL, NULL
   FROM package p LEFT JOIN LATERAL (SELECT e.actor_name FROM event e
     WHERE e.tenant_id = $1 AND e.package_id = p.id AND e.kind = 'package-cancelled' ORDER BY e.id LIMIT 1) e ON true
   WHERE p.cancelled_at IS NOT NULL`,
];

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
    SELECT page.* FROM package CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object(
          'id', h.id, 'at', to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'kind', h.kind, 'actor', h.actor, 'staff', h.staff,
          'service', CASE WHEN h.service_id IS NOT NULL THEN json_build_object('id', h.service_id, 'name', h.service_name) END,
          'sessions', h.sessions, 'remainingAfter', h.remaining_after, 'reason', h.reason, 'appointment', h.appointment,
          'reverses', h.reverses, 'reversed', h.reversed,
          'amount', CASE WHEN h.amount IS NOT NULL THEN json_build_object('amount', h.amount, 'currency', package.currency) END, 'method', h.method
        ) ORDER BY h.n) FILTER (WHERE h.n <= $3), '[]')::text AS items, count(*) > $3 AS more,
        max(h.rank) FILTER (WHERE h.n = $3) AS last_rank, max(h.at::text) FILTER (WHERE h.n = $3) AS last_at, max(h.id::text) FILTER (WHERE h.n = $3) AS last_id
      FROM page h) page`,
};

/** PK-16: everything that happened to a package, oldest first, with the service's balance after each entry. */
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
    }>(caller, list, [caller.tenantId, id, limit, rank, at, entry]);
    const page = found(row);
    const next = page.more ? cursorFor(verb, caller.tenantId, [page.last_rank, page.last_at, page.last_id]) : null;
    return `{"items":${page.items},"next":${JSON.stringify(next)}}`;
  }
}

import { listHistory } from '@bookinda/contracts/packages/routes';
import { PageInput } from '@bookinda/contracts/page.dto';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { headOf } from './chain.js';
import { allSteps, staffFacts, stepFacts, ticketAbout } from './history.js';

const verb = 'list-history';

const list = {
  name: verb,
  text: `
    WITH package AS MATERIALIZED (
      SELECT p.* FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2
    ), step AS (
      ${allSteps}
    ), page AS MATERIALIZED (
      SELECT h.*, row_number() OVER (ORDER BY h.rank, h.at, h.id) AS n FROM step h
      WHERE $4::int IS NULL OR (h.rank, h.at, h.id) > ($4::int, $5::timestamptz, $6::uuid) ORDER BY h.rank, h.at, h.id LIMIT $3 + 1)
    SELECT page.*, encode(${headOf('package')}, 'hex') AS head FROM package CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object(
          ${stepFacts}, ${staffFacts}, 'ticket', ${ticketAbout}
        ) ORDER BY h.n) FILTER (WHERE h.n <= $3), '[]')::text AS items, count(*) > $3 AS more,
        max(h.rank) FILTER (WHERE h.n = $3) AS last_rank, max(h.at::text) FILTER (WHERE h.n = $3) AS last_at, max(h.id::text) FILTER (WHERE h.n = $3) AS last_id
      FROM page h) page`,
};

/** PK-16: everything that happened to a package, oldest first, with the balance after each entry. */
@Controller()
export class ListHistory {
  constructor(private readonly db: Database) {}

  @Answers(listHistory, { to: staff(redeemers, 'packages:read'), jsonText: true, limit: listLimit })
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

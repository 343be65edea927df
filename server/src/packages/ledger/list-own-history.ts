import { listOwnHistory } from '@bookinda/contracts/packages/routes';
import { PageInput } from '@bookinda/contracts/page.dto';
import { Controller } from '@nestjs/common';
import { type Customer, customers } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { headOf } from './chain.js';
import { askedOn, chainSteps, settledOn, stepFacts } from './history.js';

const list = {
  name: 'list-own-history',
  text: `
    WITH package AS MATERIALIZED (
      SELECT p.* FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2 AND p.customer_id = $7
    ), step AS (
      ${chainSteps}
    ), page AS MATERIALIZED (
      SELECT h.*, row_number() OVER (ORDER BY h.rank DESC, h.at DESC, h.id DESC) AS n FROM step h
      WHERE $4::int IS NULL OR (h.rank, h.at, h.id) < ($4::int, $5::timestamptz, $6::uuid) ORDER BY h.rank DESC, h.at DESC, h.id DESC LIMIT $3 + 1)
    SELECT page.*, encode(${headOf('package')}, 'hex') AS head FROM package CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object(${stepFacts}, 'ticket', ${askedOn}, 'settledOn', ${settledOn}) ORDER BY h.n) FILTER (WHERE h.n <= $3), '[]')::text AS items, count(*) > $3 AS more,
        max(h.rank) FILTER (WHERE h.n = $3) AS last_rank, max(h.at::text) FILTER (WHERE h.n = $3) AS last_at, max(h.id::text) FILTER (WHERE h.n = $3) AS last_id
      FROM page h) page`,
};

interface Listed {
  items: string;
  more: boolean;
  last_rank: number;
  last_at: string;
  last_id: string;
  head: string;
}

/** PK-21: what happened to one of the customer's own packages, newest first; without notes and reasons, which are the team's. */
@Controller()
export class ListOwnHistory {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(listOwnHistory, { to: customers, jsonText: true, limit: listLimit })
  async handle(
    @By() caller: Customer,
    @Id('id') id: string,
    @Input() { limit = defaultLimit, after }: PageInput,
  ): Promise<string> {
    const { tenantId, customerId } = caller;
    const of = `list-own-history:${id}`;
    const [rank = null, at = null, step = null] = placeOf(of, tenantId, after, 3) ?? [];
    const values = [tenantId, id, limit, rank, at, step, customerId];
    const [row] = await this.db.statement<Listed>(caller, list, values);
    const page = found(row);
    const next = page.more ? cursorFor(of, tenantId, [page.last_rank, page.last_at, page.last_id]) : null;
    return `{"items":${page.items},"next":${JSON.stringify(next)},"head":"${page.head}","timeZone":${JSON.stringify(await this.day.zoneOf(caller))}}`;
  }
}

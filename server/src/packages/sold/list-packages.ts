import { ListPackages as ListPackagesInput } from '@bookinda/contracts/packages/list-packages.dto';
import { listPackages } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { prefixQuery } from '../../platform/database/prefix-query.js';
import { Answers } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { card, customerOfPackage, servicesOfPackage } from './card.js';
import { hasBadge, hasStatus } from './derived.js';

const verb = 'list-packages';

/** PK-06: every customer's packages, newest purchase first. */
@Controller()
export class ListPackages {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(listPackages, { to: staff(redeemers, 'packages:read'), jsonText: true })
  async handle(@By() caller: DeskCaller, @Input() input: ListPackagesInput): Promise<string> {
    const { limit = defaultLimit, after } = input;
    const [bought = null, id = null] = placeOf(verb, caller.tenantId, after, 2) ?? [];
    const words = input.q?.trim() ? (prefixQuery(input.q) ?? 'nothing') : null;
    if (words === 'nothing') return '{"items":[],"next":null}';
    const values = [caller.tenantId, await this.day.today(caller), limit, bought, id, words];
    const [page] = await this.db.statement<PageRow>(caller, statementFor(input), values);
    const next = page?.more ? cursorFor(verb, caller.tenantId, [page.last_bought, page.last_id]) : null;
    return `{"items":${page?.items ?? '[]'},"next":${JSON.stringify(next)}}`;
  }
}

interface PageRow {
  items: string;
  more: boolean;
  last_bought: string;
  last_id: string;
}

/** Prepared once per combination of filters: a condition that is not asked for would hide the index from the planner. */
function statementFor({ status, payment, q, after }: ListPackagesInput): { name: string; text: string } {
  const searched = Boolean(q?.trim());
  const conditions = [
    status && hasStatus(status, '$2'),
    payment && hasBadge(payment),
    // The parameters of what is not asked for still need a type.
    searched ? 'p.search @@ unaccent($6)::tsquery' : '$6::text IS NULL',
    after === undefined ? '$4::date IS NULL AND $5::uuid IS NULL' : '(p.purchased_on, p.id) < ($4::date, $5::uuid)',
  ].filter(Boolean);
  return {
    name: [verb, status ?? '', payment ?? '', searched ? 'q' : '', after === undefined ? '' : 'after'].join(':'),
    text: `
    WITH page AS MATERIALIZED (
      SELECT p.*, row_number() OVER (ORDER BY p.purchased_on DESC, p.id DESC) AS n FROM sold_package p
      WHERE p.tenant_id = $1 AND ${conditions.join(' AND ')} ORDER BY p.purchased_on DESC, p.id DESC LIMIT $3 + 1)
    SELECT coalesce(json_agg(${card('$2', servicesOfPackage())} ORDER BY p.n) FILTER (WHERE p.n <= $3), '[]')::text AS items, count(*) > $3 AS more,
      max(p.purchased_on::text) FILTER (WHERE p.n = $3) AS last_bought, max(p.id::text) FILTER (WHERE p.n = $3) AS last_id
    FROM page p ${customerOfPackage}`,
  };
}

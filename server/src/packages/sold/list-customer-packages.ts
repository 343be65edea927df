import { ListCustomerPackages as ListCustomerPackagesInput } from '@bookinda/contracts/packages/list-packages.dto';
import { listCustomerPackages } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { card, customerOfPackage, servicesOfPackage } from './card.js';
import { hasStatus, isFrozen } from './derived.js';

const verb = 'list-customer-packages';

/**
 * PK-06: active ones by expiry, then the others, newest first. `rank` and `day` spell that order so that one row
 * comparison continues it. PK-07: of active packages with a service of the same name the first in this order is proposed.
 */
const list = {
  name: verb,
  text: `
    WITH own AS MATERIALIZED (
      SELECT p.*, ${hasStatus('active', '$3')} AS active FROM sold_package p WHERE p.tenant_id = $1 AND p.customer_id = $2
    ), ranked AS MATERIALIZED (
      SELECT own.*, CASE WHEN active THEN 0 ELSE 1 END AS rank,
        CASE WHEN active THEN coalesce(expires_on - DATE '2000-01-01', 2147483647) ELSE DATE '2000-01-01' - purchased_on END AS day
      FROM own
    ), proposed AS MATERIALIZED (
      SELECT DISTINCT ON (lower(s.name)) s.id FROM ranked p JOIN package_service s ON s.tenant_id = $1 AND s.package_id = p.id
      WHERE p.active AND NOT ${isFrozen('$3')} AND s.used < s.total ORDER BY lower(s.name), p.day, p.id
    ), page AS MATERIALIZED (
      SELECT p.*, row_number() OVER (ORDER BY p.rank, p.day, p.id) AS n FROM ranked p
      WHERE ($5::int IS NULL OR (p.rank, p.day, p.id) > ($5::int, $6::int, $7::uuid)) AND ($8::uuid IS NULL OR EXISTS (
        SELECT FROM package_service s JOIN package_service wanted ON lower(wanted.name) = lower(s.name)
        WHERE s.tenant_id = $1 AND s.package_id = p.id AND wanted.tenant_id = $1 AND wanted.id = $8))
      ORDER BY p.rank, p.day, p.id LIMIT $4 + 1)
    SELECT page.* FROM customer known CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(${card('$3', servicesOfPackage(", 'proposed', s.id IN (SELECT id FROM proposed)"))} ORDER BY p.n)
          FILTER (WHERE p.n <= $4), '[]')::text AS items, count(*) > $4 AS more,
        max(p.rank) FILTER (WHERE p.n = $4) AS last_rank, max(p.day) FILTER (WHERE p.n = $4) AS last_day, max(p.id::text) FILTER (WHERE p.n = $4) AS last_id
      FROM page p ${customerOfPackage}) page
    WHERE known.tenant_id = $1 AND known.id = $2`,
};

/** PK-06, PK-07: a customer's packages, each service saying whether it is the one to redeem from. */
@Controller()
export class ListCustomerPackages {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(listCustomerPackages, { to: staff(redeemers, 'packages:read'), jsonText: true, limit: listLimit })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') customer: string,
    @Input() input: ListCustomerPackagesInput,
  ): Promise<string> {
    const { limit = defaultLimit, after, service = null } = input;
    const [rank = null, day = null, id = null] = placeOf(verb, caller.tenantId, after, 3) ?? [];
    const values = [caller.tenantId, customer, await this.day.today(caller), limit, rank, day, id, service];
    const [row] = await this.db.statement<{
      items: string;
      more: boolean;
      last_rank: number;
      last_day: number;
      last_id: string;
    }>(caller, list, values);
    const page = found(row);
    const next = page.more ? cursorFor(verb, caller.tenantId, [page.last_rank, page.last_day, page.last_id]) : null;
    return `{"items":${page.items},"next":${JSON.stringify(next)}}`;
  }
}

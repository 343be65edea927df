import { listTodaysRedemptions } from '@bookinda/contracts/packages/routes';
import { PageInput } from '@bookinda/contracts/page.dto';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { beginOfDay } from './begin-of-day.js';

const verb = 'list-todays-redemptions';

// $1 tenant, $2 its day, $3 how many, $4 the last one seen, $5 the only person whose redemptions the caller may undo
const list = {
  name: verb,
  text: `
    WITH day AS MATERIALIZED (${beginOfDay}
    ), todays AS MATERIALIZED (
      SELECT l.*, EXISTS (SELECT FROM ledger_entry r WHERE r.tenant_id = $1 AND r.reverses = l.id) AS reversed FROM ledger_entry l
      WHERE l.tenant_id = $1 AND l.id >= (SELECT first_id FROM day) AND l.at >= (SELECT begins FROM day) AND l.kind = 'redemption'
    ), page AS MATERIALIZED (
      SELECT * FROM todays WHERE $4::uuid IS NULL OR id < $4::uuid ORDER BY id DESC LIMIT $3 + 1
    ), shown AS MATERIALIZED (
      SELECT page.*, row_number() OVER (ORDER BY id DESC) AS n FROM page)
    SELECT coalesce(json_agg(json_build_object('id', l.id, 'at', to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'package', json_build_object('id', p.id, 'name', p.name), 'customer', json_build_object('id', c.id, 'name', c.name),
          'service', json_build_object('id', s.id, 'name', s.name), 'sessions', l.sessions, 'staff', l.staff_name, 'actor', l.actor_name,
          'reversed', l.reversed, 'mayUndo', NOT l.reversed AND p.cancelled_at IS NULL
            AND ($5::uuid IS NULL OR (l.actor_id IS NOT DISTINCT FROM $5::uuid AND staff_redeems($1)))) ORDER BY l.n)
        FILTER (WHERE l.n <= $3), '[]')::text AS items, count(*) > $3 AS more, max(l.id::text) FILTER (WHERE l.n = $3) AS last,
      (SELECT coalesce(sum(sessions), 0)::int FROM todays WHERE NOT reversed) AS sessions
    FROM shown l JOIN sold_package p ON p.tenant_id = $1 AND p.id = l.package_id JOIN customer c ON c.tenant_id = $1 AND c.id = p.customer_id
      JOIN package_service s ON s.tenant_id = $1 AND s.id = l.service_id`,
};

/** PK-07, PK-08: what was redeemed today, whoever did it, each saying whether the caller may undo it. */
@Controller()
export class ListTodaysRedemptions {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(listTodaysRedemptions, { to: staff(redeemers, 'packages:read'), jsonText: true, limit: listLimit })
  async handle(@By() caller: DeskCaller, @Input() { limit = defaultLimit, after }: PageInput): Promise<string> {
    const [id = null] = placeOf(verb, caller.tenantId, after, 1) ?? [];
    const onlyOwn = caller.kind === 'staff' && caller.role === 'STAFF' ? caller.personId : null;
    const values = [caller.tenantId, await this.day.today(caller), limit, id, onlyOwn];
    const [page] = await this.db.statement<{ items: string; more: boolean; last: string; sessions: number }>(
      caller,
      list,
      values,
    );
    if (!page) throw new Error('An aggregate gives a row.');
    const next = page.more ? cursorFor(verb, caller.tenantId, [page.last]) : null;
    return `{"items":${page.items},"next":${JSON.stringify(next)},"sessions":${page.sessions}}`;
  }
}

import { ListCustomers as ListCustomersInput } from '@bookinda/contracts/customers/list-customers.dto';
import { listCustomers } from '@bookinda/contracts/customers/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, everyRole, staff } from '../identity/callers.js';
import { TenantDay } from '../identity/tenant-day.js';
import { Database } from '../platform/database/database.js';
import { prefixQuery } from '../platform/database/prefix-query.js';
import { Answers, listLimit } from '../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../platform/http/cursor.js';
import { Input } from '../platform/http/input.js';
import { By } from '../platform/http/request.js';
import { customerView, readsDebts } from './customer-view.js';

const verb = 'list-customers';

/** Every customer of the tenant by name; `q` finds beginnings of words of the name or the address, without accents. */
@Controller()
export class ListCustomers {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(listCustomers, { to: staff(everyRole, 'customers:read'), jsonText: true, limit: listLimit })
  async handle(
    @By() caller: DeskCaller,
    @Input() { q, limit = defaultLimit, after }: ListCustomersInput,
  ): Promise<string> {
    const [name = null, id = null] = placeOf(verb, caller.tenantId, after, 2) ?? [];
    const words = q?.trim() ? prefixQuery(q) : null;
    if (q?.trim() && words === null) return '{"items":[],"next":null}';
    const values = [caller.tenantId, await this.day.today(caller), limit, name, id, words, readsDebts(caller)];
    const [page] = await this.db.statement<PageRow>(caller, statementFor(words !== null, after !== undefined), values);
    const next = page?.more ? cursorFor(verb, caller.tenantId, [page.last_name, page.last_id]) : null;
    return `{"items":${page?.items ?? '[]'},"next":${JSON.stringify(next)}}`;
  }
}

interface PageRow {
  items: string;
  more: boolean;
  last_name: string;
  last_id: string;
}

/** One prepared statement per shape, so that each has the plan of its index. */
function statementFor(searched: boolean, continued: boolean): { name: string; text: string } {
  return {
    name: `${verb}:${searched ? 'q' : ''}:${continued ? 'after' : ''}`,
    text: `
    WITH page AS MATERIALIZED (
      SELECT c.*, row_number() OVER (ORDER BY c.name, c.id) AS n FROM customer c
      WHERE c.tenant_id = $1 AND ${continued ? '(c.name, c.id) > ($4::text, $5::uuid)' : '$4::text IS NULL AND $5::uuid IS NULL'}
        AND ${searched ? 'c.search @@ unaccent($6)::tsquery' : '$6::text IS NULL'}
      ORDER BY c.name, c.id LIMIT $3 + 1)
    SELECT coalesce(json_agg(${customerView('$2', '$7')} ORDER BY c.n) FILTER (WHERE c.n <= $3), '[]')::text AS items, count(*) > $3 AS more,
      max(c.name) FILTER (WHERE c.n = $3) AS last_name, max(c.id::text) FILTER (WHERE c.n = $3) AS last_id
    FROM page c`,
  };
}

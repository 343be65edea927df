import { listDebts } from '@bookinda/contracts/packages/routes';
import { PageInput } from '@bookinda/contracts/page.dto';
import { Controller } from '@nestjs/common';
import { type DeskCaller, sellers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';

const verb = 'list-debts';
const currency = '(SELECT t.currency FROM tenant t WHERE t.id = $1)';

const list = {
  name: verb,
  text: `
    WITH debt AS MATERIALIZED (
      SELECT p.customer_id AS id, sum(p.price - p.paid) AS due, count(*) AS packages, min(p.purchased_on) AS since FROM sold_package p
      WHERE p.tenant_id = $1 AND p.cancelled_at IS NULL AND p.paid < p.price GROUP BY p.customer_id
    ), page AS MATERIALIZED (
      SELECT d.*, row_number() OVER (ORDER BY d.due DESC, d.id DESC) AS n FROM debt d
      WHERE $3::bigint IS NULL OR (d.due, d.id) < ($3::bigint, $4::uuid) ORDER BY d.due DESC, d.id DESC LIMIT $2 + 1)
    SELECT coalesce(json_agg(json_build_object('customer', json_build_object('id', c.id, 'name', c.name),
        'due', json_build_object('amount', d.due, 'currency', ${currency}), 'packages', d.packages, 'since', d.since) ORDER BY d.n)
        FILTER (WHERE d.n <= $2), '[]')::text AS items, count(*) > $2 AS more,
      max(d.due::text) FILTER (WHERE d.n = $2) AS last_due, max(d.id::text) FILTER (WHERE d.n = $2) AS last_id,
      (SELECT json_build_object('amount', coalesce(sum(due), 0), 'currency', ${currency})::text FROM debt) AS total, (SELECT count(*)::int FROM debt) AS customers
    FROM page d JOIN customer c ON c.tenant_id = $1 AND c.id = d.id`,
};

/** PK-12, PK-13: who owes what for packages that are not cancelled, with the total of all. */
@Controller()
export class ListDebts {
  constructor(private readonly db: Database) {}

  @Answers(listDebts, { to: staff(sellers, 'packages:read'), jsonText: true, limit: listLimit })
  async handle(@By() caller: DeskCaller, @Input() { limit = defaultLimit, after }: PageInput): Promise<string> {
    const [due = null, id = null] = placeOf(verb, caller.tenantId, after, 2) ?? [];
    const [page] = await this.db.statement<DebtRow>(caller, list, [caller.tenantId, limit, due, id]);
    if (!page) throw new Error('An aggregate gives a row.');
    const next = page.more ? cursorFor(verb, caller.tenantId, [page.last_due, page.last_id]) : null;
    return `{"items":${page.items},"next":${JSON.stringify(next)},"total":${page.total},"customers":${page.customers}}`;
  }
}

interface DebtRow {
  items: string;
  more: boolean;
  last_due: string;
  last_id: string;
  total: string;
  customers: number;
}

import { ListPackages as ListPackagesInput } from '@bookinda/contracts/packages/list-packages.dto';
import { listPackages } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database, type Statement } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { card, customerOfPackage, servicesOfPackage } from './card.js';
import { type Filtering, filtering, orderOf } from './filtering.js';

const verb = 'list-packages';

/** PK-06: every customer's packages that pass the filters, newest purchase first; with a filter by expiry next to expire first. */
@Controller()
export class ListPackages {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(listPackages, { to: staff(redeemers, 'packages:read'), jsonText: true, limit: listLimit })
  async handle(@By() caller: DeskCaller, @Input() input: ListPackagesInput): Promise<string> {
    const { limit = defaultLimit, after } = input;
    const filter = filtering(input);
    if (!filter) return '{"items":[],"next":null}';
    const list = `${verb}:${filter.order}`;
    const place = placeOf(list, caller.tenantId, after, 2);
    const values = [caller.tenantId, await this.day.today(caller), ...filter.values, limit, ...(place ?? [])];
    const [page] = await this.db.statement<PageRow>(caller, statementFor(filter, place !== undefined), values);
    const next = page?.more ? cursorFor(list, caller.tenantId, [page.last_day, page.last_id]) : null;
    return `{"items":${page?.items ?? '[]'},"next":${JSON.stringify(next)}}`;
  }
}

interface PageRow {
  items: string;
  more: boolean;
  last_day: string;
  last_id: string;
}

/** After the filters' values: how many, and the place to go on from. */
function statementFor(filter: Filtering, continued: boolean): Statement {
  const { sql, column, after } = orderOf(filter);
  const [limit, day, id] = [3, 4, 5].map((n) => `$${n + filter.values.length}`);
  const place = continued ? ` AND ${after(String(day), String(id))}` : '';
  return {
    name: `${verb}:${filter.name}${continued ? ':after' : ''}`,
    variant: true,
    text: `
    WITH page AS MATERIALIZED (
      SELECT p.*, row_number() OVER (ORDER BY ${sql}) AS n FROM ${filter.page.from}
      WHERE ${filter.page.where}${place} ORDER BY ${sql} LIMIT ${limit}::int + 1)
    SELECT coalesce(json_agg(${card('$2', servicesOfPackage())} ORDER BY p.n) FILTER (WHERE p.n <= ${limit}::int), '[]')::text AS items, count(*) > ${limit}::int AS more,
      max(${column}::text) FILTER (WHERE p.n = ${limit}::int) AS last_day, max(p.id::text) FILTER (WHERE p.n = ${limit}::int) AS last_id
    FROM page p ${customerOfPackage}`,
  };
}

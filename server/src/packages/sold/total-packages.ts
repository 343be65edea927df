import { PackageFilter } from '@bookinda/contracts/packages/list-packages.dto';
import { totalPackages } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, sellers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database, type Statement } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { filtering } from './filtering.js';

const verb = 'total-packages';
const living = 'FILTER (WHERE p.cancelled_at IS NULL)';
const money = (sum: string) =>
  `json_build_object('amount', coalesce(${sum}, 0), 'currency', (SELECT t.currency FROM tenant t WHERE t.id = $1))`;
const totals = `json_build_object('packages', count(*), 'price', ${money('sum(p.price)')}, 'paid', ${money('sum(p.paid)')},
  'due', ${money(`sum(p.price - p.paid) ${living}`)}, 'remaining', coalesce(sum(p.remaining) ${living}, 0))::text AS totals`;

/** PK-06: the foot of the list, for the same filters; a route of its own, so that the list need not wait for it. */
@Controller()
export class TotalPackages {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(totalPackages, { to: staff(sellers, 'packages:read'), jsonText: true, limit: listLimit })
  async handle(@By() caller: DeskCaller, @Input() input: PackageFilter): Promise<string> {
    const filter = filtering(input) ?? { name: 'none', where: 'p.tenant_id = $1 AND $2::date IS NULL', values: [] };
    const statement: Statement = {
      name: `${verb}:${filter.name}`,
      variant: true,
      text: `SELECT ${totals} FROM sold_package p WHERE ${filter.where}`,
    };
    const values = [caller.tenantId, await this.day.today(caller), ...filter.values];
    const [row] = await this.db.statement<{ totals: string }>(caller, statement, values);
    return row?.totals ?? '{}';
  }
}

import { totalTodaysPayments } from '@bookinda/contracts/packages/routes';
import type { TodaysPayments } from '@bookinda/contracts/packages/todays';
import { Controller } from '@nestjs/common';
import { type DeskCaller, sellers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { beginOfDay } from './begin-of-day.js';

const money = (amount: string) => `json_build_object('amount', ${amount}, 'currency', t.currency)`;

// No payment bears a day that is still to come, so those of this day were entered since it began.
const total = {
  name: 'total-todays-payments',
  text: `
    WITH day AS MATERIALIZED (${beginOfDay}
    ), todays AS MATERIALIZED (
      SELECT y.kind, y.method, y.amount FROM package_payment y
      WHERE y.tenant_id = $1 AND y.id >= (SELECT first_id FROM day) AND y.paid_on = $2::date
    ), by_method AS MATERIALIZED (
      SELECT method, sum(amount) AS amount FROM todays GROUP BY method HAVING sum(amount) <> 0)
    SELECT json_build_object('day', $2::date, 'payments', (SELECT count(*) FROM todays WHERE kind = 'payment'),
        'received', ${money("(SELECT coalesce(sum(amount), 0) FROM todays WHERE kind <> 'refund')")},
        'givenBack', ${money("(SELECT coalesce(-sum(amount), 0) FROM todays WHERE kind = 'refund')")},
        'methods', (SELECT coalesce(json_agg(json_build_object('method', m.method, 'amount', ${money('m.amount')}) ORDER BY m.amount DESC, m.method), '[]')
          FROM by_method m)) AS till
    FROM tenant t WHERE t.id = $1`,
};

/** PK-12: what the salon took and gave back today. */
@Controller()
export class TotalTodaysPayments {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(totalTodaysPayments, { to: staff(sellers, 'packages:read'), limit: listLimit })
  async handle(@By() caller: DeskCaller): Promise<TodaysPayments> {
    const [row] = await this.db.statement<{ till: TodaysPayments }>(caller, total, [
      caller.tenantId,
      await this.day.today(caller),
    ]);
    if (!row) throw new Error('A caller has a tenant.');
    return row.till;
  }
}

import type { Customer } from '@bookinda/contracts/customers/customer';
import { readCode } from '@bookinda/contracts/customers/customer-code';
import { FindByCode as FindByCodeInput } from '@bookinda/contracts/customers/find-by-code.dto';
import { findByCode } from '@bookinda/contracts/customers/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../identity/callers.js';
import { TenantDay } from '../identity/tenant-day.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Answers } from '../platform/http/answers.js';
import { Input } from '../platform/http/input.js';
import { found } from '../platform/http/refusal.js';
import { By } from '../platform/http/request.js';
import { customerView, readsDebts } from './customer-view.js';

const find = {
  name: 'find-by-code',
  text: `SELECT ${customerView('$3', '$5')} AS customer FROM customer_code k JOIN customer c ON c.tenant_id = k.tenant_id AND c.id = k.customer_id
    WHERE k.tenant_id = $1 AND k.code = $2 AND k.valid_until > $4::timestamptz`,
};

/** PK-07: the customer who shows this code. Unknown, over and another salon's look the same. */
@Controller()
export class FindByCode {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
    private readonly clock: Clock,
  ) {}

  @Answers(findByCode, { to: staff(redeemers, 'customers:read'), limit: { calls: 60, seconds: 60 } })
  async handle(@By() caller: DeskCaller, @Input() input: FindByCodeInput): Promise<Customer> {
    const code = found(readCode(input.code));
    const values = [caller.tenantId, code, await this.day.today(caller), this.clock.instant(), readsDebts(caller)];
    const [row] = await this.db.statement<{ customer: Customer }>(caller, find, values);
    return found(row).customer;
  }
}

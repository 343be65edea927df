import type { Customer } from '@bookinda/contracts/customers/customer';
import { readCustomer } from '@bookinda/contracts/customers/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, everyRole, staff } from '../identity/callers.js';
import { TenantDay } from '../identity/tenant-day.js';
import { Database } from '../platform/database/database.js';
import { Answers } from '../platform/http/answers.js';
import { found } from '../platform/http/refusal.js';
import { By, Id } from '../platform/http/request.js';
import { customerView, readsDebts } from './customer-view.js';

const read = {
  name: 'read-customer',
  text: `SELECT ${customerView('$3', '$4')} AS customer FROM customer c WHERE c.tenant_id = $1 AND c.id = $2`,
};

/** Who a customer is, with how much is going on. Packages and tickets have lists of their own. */
@Controller()
export class ReadCustomer {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(readCustomer, { to: staff(everyRole, 'customers:read') })
  async handle(@By() caller: DeskCaller, @Id('id') id: string): Promise<Customer> {
    const today = await this.day.today(caller);
    const values = [caller.tenantId, id, today, readsDebts(caller)];
    const [row] = await this.db.statement<{ customer: Customer }>(caller, read, values);
    return found(row).customer;
  }
}

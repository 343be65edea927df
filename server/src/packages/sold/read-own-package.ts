import type { PackageCard } from '@bookinda/contracts/packages/package';
import { readOwnPackage } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type Customer, customers } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { card, customerOfPackage, servicesOfPackage } from './card.js';

const read = {
  name: 'read-own-package',
  text: `SELECT ${card('$4', servicesOfPackage())} AS card FROM sold_package p ${customerOfPackage}
    WHERE p.tenant_id = $1 AND p.customer_id = $2 AND p.id = $3`,
};

/** PK-02…PK-05, PK-20: one of the customer's own cards; anybody else's does not exist. */
@Controller()
export class ReadOwnPackage {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(readOwnPackage, { to: customers })
  async handle(@By() caller: Customer, @Id('id') id: string): Promise<PackageCard> {
    const today = await this.day.today(caller);
    const [row] = await this.db.statement<{ card: PackageCard }>(caller, read, [
      caller.tenantId,
      caller.customerId,
      id,
      today,
    ]);
    return found(row).card;
  }
}

import type { PackageCard } from '@bookinda/contracts/packages/package';
import { readPackage } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { card, customerOfPackage, servicesOfPackage } from './card.js';

const read = {
  name: 'read-package',
  text: `SELECT ${card('$3', servicesOfPackage())} AS card FROM sold_package p ${customerOfPackage} WHERE p.tenant_id = $1 AND p.id = $2`,
};

/** PK-02…PK-05: one card. */
@Controller()
export class ReadPackage {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(readPackage, { to: staff(redeemers, 'packages:read') })
  async handle(@By() caller: DeskCaller, @Id('id') id: string): Promise<PackageCard> {
    const today = await this.day.today(caller);
    const [row] = await this.db.statement<{ card: PackageCard }>(caller, read, [caller.tenantId, id, today]);
    return found(row).card;
  }
}

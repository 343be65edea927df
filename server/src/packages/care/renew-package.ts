import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import { RenewPackage as RenewPackageInput } from '@bookinda/contracts/packages/renew-package.dto';
import { renewPackage } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, sellers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { enterStep } from '../ledger/enter-step.js';
import { enterNote } from '../notes/note.js';
import { receiptOf } from '../sold/package-receipt.js';
import { enterSale, takeFirstPayment, tellSale } from '../sold/sale.js';
import { renewalOf } from './renewal.js';

/** PK-19: sells the same once more; both packages name each other in their histories. */
@Controller()
export class RenewPackage {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(renewPackage, { to: staff(sellers, 'packages:write'), retry: 'required', status: 201 })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') from: string,
    @Input() input: RenewPackageInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageReceipt> {
    const { tenantId } = caller;
    const [id, actor, today] = [uuidv7(), actorOf(caller), await this.day.today(caller)];
    if (input.expiresOn !== undefined && input.expiresOn < today)
      throw Refusal.field('expiresOn', 'past', 'This day is over.');
    return writeOnce(this.db, caller, retry, async (tx) => {
      const { customerId, sells, ...proposed } = await renewalOf(tx, tenantId, from, today);
      const expiresOn = input.expiresOn ?? proposed.expiresOn;
      await enterSale(tx, tenantId, {
        ...sells,
        id,
        customer: customerId,
        purchasedOn: today,
        expiresOn,
        renewedFrom: from,
      });
      const renewed = { kind: 'renewed', from: null, to: null, other: id, actor } as const;
      const { id: step } = await enterStep(tx, tenantId, from, renewed);
      await tellSale(tx, tenantId, { id, customer: customerId, actor });
      const about = { actor, packageId: from, customerId, public: true };
      await recordEvent(tx, caller, { kind: 'package-renewed', ...about, data: { step } });
      if (input.payment)
        await takeFirstPayment(tx, tenantId, { ...sells, id, customerId, expiresOn }, input.payment, { actor, today });
      if (input.note) await enterNote(tx, tenantId, id, { text: input.note.trim(), pinned: false, author: actor });
      return receiptOf(tx, tenantId, id, id, today);
    });
  }
}

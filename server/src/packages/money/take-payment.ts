import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import { TakePayment as TakePaymentInput } from '@bookinda/contracts/packages/payment.dto';
import { takePayment } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, sellers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { changePackage } from '../sold/change-package.js';

/** PK-12, PK-13: money received, in part or the rest; never more than is due. */
@Controller()
export class TakePayment {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(takePayment, { to: staff(sellers, 'packages:write'), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: TakePaymentInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageReceipt> {
    const today = await this.day.today(caller);
    const { method, paidOn = today } = input;
    return changePackage(this.db, { caller, retry, id, today }, (sold) => {
      const amount = sold.payment(input);
      return {
        step: { kind: 'payment', amount, method, paidOn },
        event: { kind: 'payment-received', data: { amount } },
      };
    });
  }
}

import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import { RefundPayment as RefundPaymentInput } from '@bookinda/contracts/packages/payment.dto';
import { refundPayment } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, managers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { changePackage } from '../sold/change-package.js';

/** PK-14: money given back, at most what was paid. */
@Controller()
export class RefundPayment {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(refundPayment, { to: staff(managers), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: RefundPaymentInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageReceipt> {
    const today = await this.day.today(caller);
    const { method, reason } = input;
    return changePackage(this.db, { caller, retry, id, today }, (sold) => {
      const amount = sold.refund(input.amount);
      return {
        step: { kind: 'refund', amount, method, paidOn: today, reason: reason?.trim() || null },
        event: { kind: 'payment-refunded', data: { amount } },
      };
    });
  }
}

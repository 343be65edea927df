import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import { ReversePayment as ReversePaymentInput } from '@bookinda/contracts/packages/payment.dto';
import { reversePayment } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, sellers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { found, Refusal } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { changePackage } from '../sold/change-package.js';

interface Payment {
  amount: number;
  method: string;
  reversed: boolean;
  by: string | null;
}

/** PK-12: a payment entered by mistake is taken back, once. RECEPTION takes back what that person entered (PK-20). */
@Controller()
export class ReversePayment {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(reversePayment, { to: staff(sellers, 'packages:write'), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Id('pid') payment: string,
    @Input() input: ReversePaymentInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageReceipt> {
    const today = await this.day.today(caller);
    return changePackage(this.db, { caller, retry, id, today }, async (sold, tx) => {
      const { amount, reversed, method, by } = await paymentOf(tx, caller.tenantId, id, payment);
      if (caller.kind === 'staff' && caller.role === 'RECEPTION' && by !== caller.personId)
        throw new Refusal('not-allowed');
      const back = sold.reversal({ amount, reversed });
      const reason = input.reason?.trim() || null;
      return {
        step: { kind: 'payment-reversal', amount: back, method, paidOn: today, reverses: payment, reason },
        event: { kind: 'payment-reversed', data: { amount: back } },
      };
    });
  }
}

async function paymentOf(tx: Tx, tenantId: string, packageId: string, id: string): Promise<Payment> {
  const row = await tx.row<Payment>(
    `SELECT y.amount::float8 AS amount, y.method, y.actor_id AS by,
       EXISTS (SELECT FROM package_payment r WHERE r.tenant_id = $1 AND r.reverses = y.id) AS reversed
     FROM package_payment y WHERE y.tenant_id = $1 AND y.package_id = $2 AND y.id = $3 AND y.kind = 'payment'`,
    [tenantId, packageId, id],
  );
  return found(row);
}

import { CancelPackage as CancelPackageInput } from '@bookinda/contracts/packages/cancel-package.dto';
import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import { cancelPackage } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, managers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { changePackage } from './change-package.js';

/** PK-14: ends a package for good. Payments stay; money given back is a refund of its own. */
@Controller()
export class CancelPackage {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(cancelPackage, { to: staff(managers), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: CancelPackageInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageReceipt> {
    const today = await this.day.today(caller);
    const { reason } = input;
    return changePackage(this.db, { caller, retry, id, today }, (sold) => {
      const from = sold.cancellation();
      return {
        step: { kind: 'cancelled', from, to: 'cancelled', reason, note: input.note?.trim() || null },
        event: { kind: 'package-cancelled', data: { change: { field: 'status', from, to: 'cancelled' } } },
      };
    });
  }
}

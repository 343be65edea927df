import { ChangeExpiry as ChangeExpiryInput } from '@bookinda/contracts/packages/change-expiry.dto';
import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import { changeExpiry } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, managers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { changePackage } from './change-package.js';

/**
 * PK-09…PK-11: moves or removes the last valid day. Reminders are kept per date, so a real change lets the next one be sent
 * and the same date does not.
 */
@Controller()
export class ChangeExpiry {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(changeExpiry, { to: staff(managers), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: ChangeExpiryInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageReceipt> {
    const today = await this.day.today(caller);
    const reason = input.reason?.trim() || null;
    return changePackage(this.db, { caller, retry, id, today }, (sold) => {
      const to = sold.expiry(input.expiresOn, reason);
      if (to === 'same') return 'same';
      const from = sold.facts.expiresOn;
      return {
        step: { kind: 'expiry-changed', from, to, reason },
        event: { kind: 'expiry-changed', data: { change: { field: 'expiresOn', from, to } } },
      };
    });
  }
}

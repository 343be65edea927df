import { ThawPackage as ThawPackageInput } from '@bookinda/contracts/packages/freeze-package.dto';
import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import { thawPackage } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, managers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { changePackage } from '../sold/change-package.js';

/** PK-19: ends a freeze before its time, or one without an end; only the days before today move the expiry. */
@Controller()
export class ThawPackage {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(thawPackage, { to: staff(managers), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: ThawPackageInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageReceipt> {
    const today = await this.day.today(caller);
    return changePackage(this.db, { caller, retry, id, today }, (sold) => {
      const thawed = sold.thawed();
      if (thawed === 'same') return 'same';
      const [from, to] = [sold.facts.expiresOn, thawed.expiresOn];
      return {
        step: { kind: 'thawed', from, to, reason: input.reason?.trim() || null, freeze: thawed.freeze },
        event: { kind: 'package-thawed', data: { change: { field: 'expiresOn', from, to } } },
      };
    });
  }
}

import { FreezePackage as FreezePackageInput } from '@bookinda/contracts/packages/freeze-package.dto';
import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import { freezePackage } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, managers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { changePackage } from '../sold/change-package.js';

/**
 * PK-19: lets a package rest from a day on. A freeze whose end is known moves the expiry at once; one without an end takes it
 * away until the package is thawed, so that it cannot expire and nobody is reminded.
 */
@Controller()
export class FreezePackage {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(freezePackage, { to: staff(managers), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: FreezePackageInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageReceipt> {
    const today = await this.day.today(caller);
    const { from: first, until = null } = input;
    return changePackage(this.db, { caller, retry, id, today }, (sold) => {
      const to = sold.frozen(first, until);
      const from = sold.facts.expiresOn;
      return {
        step: { kind: 'frozen', from, to, reason: input.reason?.trim() || null, freeze: { from: first, until } },
        event: { kind: 'package-frozen', data: { change: { field: 'expiresOn', from, to } } },
      };
    });
  }
}

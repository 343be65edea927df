import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';
import { readPackageSettings } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { defaultSettings, settingsOf } from './settings.js';

const read = { name: 'read-package-settings', text: settingsOf };

/** PK-17: when customers are reminded, and of what they are not told. */
@Controller()
export class ReadPackageSettings {
  constructor(private readonly db: Database) {}

  @Answers(readPackageSettings, { to: staff(managers) })
  async handle(@By() caller: Staff): Promise<PackageSettings> {
    const [row] = await this.db.statement<{ days: number; muted: PackageSettings['muted'] }>(caller, read, [
      caller.tenantId,
    ]);
    return row ? { reminderDays: row.days, muted: row.muted } : defaultSettings;
  }
}

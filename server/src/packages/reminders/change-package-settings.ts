import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';
import { ChangePackageSettings as ChangePackageSettingsInput } from '@bookinda/contracts/packages/package-settings.dto';
import { changePackageSettings } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';

const change = {
  name: 'change-package-settings',
  text: `INSERT INTO package_settings AS s (tenant_id, reminder_days, muted) VALUES ($1, $2, $3)
    ON CONFLICT (tenant_id) DO UPDATE SET reminder_days = excluded.reminder_days, muted = excluded.muted
    RETURNING s.reminder_days AS "reminderDays", s.muted`,
};

/** PK-17: switches messages off and on, and says how early customers are reminded. */
@Controller()
export class ChangePackageSettings {
  constructor(private readonly db: Database) {}

  @Answers(changePackageSettings, { to: staff(managers) })
  async handle(@By() caller: Staff, @Input() input: ChangePackageSettingsInput): Promise<PackageSettings> {
    const values = [caller.tenantId, input.reminderDays, input.muted];
    const [row] = await this.db.statement<PackageSettings>(caller, change, values);
    if (!row) throw new Error('An upsert gives a row.');
    return row;
  }
}

import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';
import { ChangePackageSettings as ChangePackageSettingsInput } from '@bookinda/contracts/packages/package-settings.dto';
import { changePackageSettings } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { requireCoins } from '../offer/coins.js';
import { defaultSettings, everySetting, settingColumns } from './settings.js';

const names = Object.keys(settingColumns) as (keyof PackageSettings)[];
const columns = names.map((name) => settingColumns[name].column);

// After the tenant, two values for each setting: what was asked, and what a salon has that never chose.
const change = {
  name: 'change-package-settings',
  text: `INSERT INTO package_settings AS s (tenant_id, ${columns.join(', ')})
    VALUES ($1, ${names.map((name, n) => `coalesce($${2 * n + 2}::${settingColumns[name].type}, $${2 * n + 3}::${settingColumns[name].type})`).join(', ')})
    ON CONFLICT (tenant_id) DO UPDATE SET ${columns.map((column, n) => `${column} = coalesce($${2 * n + 2}, s.${column})`).join(', ')}
    RETURNING ${everySetting}`,
};

/** PK-13, PK-17, PK-20: how customers are told, and what may be redeemed by whom. */
@Controller()
export class ChangePackageSettings {
  constructor(private readonly db: Database) {}

  @Answers(changePackageSettings, { to: staff(managers) })
  async handle(@By() caller: Staff, @Input() input: ChangePackageSettingsInput): Promise<PackageSettings> {
    requireCoins('settleLimits.refund', input.settleLimits?.refund, caller.tenant.currency);
    const values = names.flatMap((name) => [input[name] ?? null, defaultSettings[name]]);
    const [row] = await this.db.statement<PackageSettings>(caller, change, [caller.tenantId, ...values]);
    if (!row) throw new Error('An upsert gives a row.');
    return row;
  }
}

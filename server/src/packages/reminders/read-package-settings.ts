import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';
import { readPackageSettings } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { redeemers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { defaultSettings, everySetting } from './settings.js';

const read = {
  name: 'read-package-settings',
  text: `SELECT ${everySetting} FROM package_settings s WHERE s.tenant_id = $1`,
};

/** PK-13, PK-17, PK-20: how the salon handles its packages. Whoever works with them may know. */
@Controller()
export class ReadPackageSettings {
  constructor(private readonly db: Database) {}

  @Answers(readPackageSettings, { to: staff(redeemers) })
  async handle(@By() caller: Staff): Promise<PackageSettings> {
    const [row] = await this.db.statement<PackageSettings>(caller, read, [caller.tenantId]);
    return row ?? defaultSettings;
  }
}

import type { FileSettings } from '@bookinda/contracts/support/file-settings';
import { ChangeFileSettings as ChangeFileSettingsInput } from '@bookinda/contracts/support/file-settings.dto';
import { changeFileSettings } from '@bookinda/contracts/support/routes';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { fileSettingsColumns } from './file-settings.js';

const change = {
  name: 'change-file-settings',
  text: `UPDATE desk SET removes_picture_data = $2 WHERE tenant_id = $1 RETURNING ${fileSettingsColumns}`,
};

/** Holds for what is uploaded from then on; pictures that are stored stay as they are. */
@Controller()
export class ChangeFileSettings {
  constructor(private readonly db: Database) {}

  @Answers(changeFileSettings, { to: staff(managers) })
  async handle(@By() caller: Staff, @Input() input: ChangeFileSettingsInput): Promise<FileSettings> {
    const [settings] = await this.db.statement<FileSettings>(caller, change, [
      caller.tenantId,
      input.removesPictureData,
    ]);
    return found(settings);
  }
}

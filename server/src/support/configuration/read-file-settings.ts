import type { FileSettings } from '@bookinda/contracts/support/file-settings';
import { readFileSettings } from '@bookinda/contracts/support/routes';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { fileSettingsOf } from './file-settings.js';

/** How the desk handles what requesters attach. */
@Controller()
export class ReadFileSettings {
  constructor(private readonly db: Database) {}

  @Answers(readFileSettings, { to: staff(managers) })
  handle(@By() caller: Staff): Promise<FileSettings> {
    return fileSettingsOf(this.db, caller.tenantId);
  }
}

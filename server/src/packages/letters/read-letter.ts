import type { PackageLetter } from '@bookinda/contracts/packages/package-letter';
import { readLetter } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By, Id } from '../../platform/http/request.js';
import { readLetterIn } from './package-letter.js';

/** PK-06: how far a letter is. */
@Controller()
export class ReadLetter {
  constructor(private readonly db: Database) {}

  @Answers(readLetter, { to: staff(managers) })
  handle(@By() caller: Staff, @Id('id') id: string): Promise<PackageLetter> {
    return this.db.read(caller, (tx) => readLetterIn(tx, caller.tenantId, id));
  }
}

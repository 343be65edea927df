import type { PackageExtension } from '@bookinda/contracts/packages/package-extension';
import { readExtension } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By, Id } from '../../platform/http/request.js';
import { readExtensionIn } from './extension.js';

/** PK-19: how far a batch is. */
@Controller()
export class ReadExtension {
  constructor(private readonly db: Database) {}

  @Answers(readExtension, { to: staff(managers) })
  handle(@By() caller: Staff, @Id('id') id: string): Promise<PackageExtension> {
    return this.db.read(caller, (tx) => readExtensionIn(tx, caller.tenantId, id));
  }
}

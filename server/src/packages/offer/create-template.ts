import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import { CreateTemplate as CreateTemplateInput } from '@bookinda/contracts/packages/package-template.dto';
import { createTemplate } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type DeskCaller, managers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { columns, columnsOf, currencyOf, readTemplate } from './template.js';

/** PK-01: something new on offer. */
@Controller()
export class CreateTemplate {
  constructor(private readonly db: Database) {}

  @Answers(createTemplate, { to: staff(managers), retry: 'optional', status: 201 })
  handle(
    @By() caller: DeskCaller,
    @Input() input: CreateTemplateInput,
    @Retry() retry: RetryKey | null,
  ): Promise<PackageTemplate> {
    return writeOnce(this.db, caller, retry, async (tx) => {
      const id = uuidv7();
      const values = columnsOf(input, await currencyOf(tx, caller.tenantId));
      await tx.rows(
        `INSERT INTO package_template (tenant_id, id, ${columns.join(', ')}) VALUES ($1, $2, ${columns.map((_, n) => `$${n + 3}`).join(', ')})`,
        [caller.tenantId, id, ...values],
      );
      return readTemplate(tx, caller.tenantId, id);
    });
  }
}

import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import { EditTemplate as EditTemplateInput } from '@bookinda/contracts/packages/package-template.dto';
import { editTemplate } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, managers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { columns, columnsOf, currencyOf, readTemplate } from './template.js';

/** PK-01: changes what is on offer, retires it or brings it back. What was sold stays as it was sold. */
@Controller()
export class EditTemplate {
  constructor(private readonly db: Database) {}

  @Answers(editTemplate, { to: staff(managers) })
  handle(@By() caller: DeskCaller, @Id('id') id: string, @Input() input: EditTemplateInput): Promise<PackageTemplate> {
    return this.db.write(caller, async (tx) => {
      const values = columnsOf(input, await currencyOf(tx, caller.tenantId));
      await tx.rows(
        `UPDATE package_template SET ${columns.map((column, n) => `${column} = $${n + 4}`).join(', ')},
           retired_at = CASE WHEN $3 THEN coalesce(retired_at, now()) END WHERE tenant_id = $1 AND id = $2`,
        [caller.tenantId, id, input.state === 'retired', ...values],
      );
      return readTemplate(tx, caller.tenantId, id);
    });
  }
}

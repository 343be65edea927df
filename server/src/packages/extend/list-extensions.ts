import type { PackageExtension } from '@bookinda/contracts/packages/package-extension';
import { listExtensions } from '@bookinda/contracts/packages/routes';
import type { Page } from '@bookinda/contracts/page';
import { PageInput } from '@bookinda/contracts/page.dto';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { extensionView } from './extension.js';

const verb = 'list-extensions';
const list = {
  name: verb,
  text: `SELECT ${extensionView} AS view FROM package_extension b WHERE b.tenant_id = $1 AND ($2::uuid IS NULL OR b.id < $2) ORDER BY b.id DESC LIMIT $3`,
};

/** PK-19: batches, newest first. */
@Controller()
export class ListExtensions {
  constructor(private readonly db: Database) {}

  @Answers(listExtensions, { to: staff(managers), limit: listLimit })
  async handle(
    @By() caller: Staff,
    @Input() { limit = defaultLimit, after }: PageInput,
  ): Promise<Page<PackageExtension>> {
    const [id = null] = placeOf(verb, caller.tenantId, after, 1) ?? [];
    const rows = await this.db.statement<{ view: PackageExtension }>(caller, list, [caller.tenantId, id, limit + 1]);
    const views = rows.map(({ view }) => view);
    return pageOf(views, limit, (last) => cursorFor(verb, caller.tenantId, [last.id]));
  }
}

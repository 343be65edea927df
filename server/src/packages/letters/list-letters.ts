import type { PackageLetter } from '@bookinda/contracts/packages/package-letter';
import { listLetters } from '@bookinda/contracts/packages/routes';
import type { Page } from '@bookinda/contracts/page';
import { PageInput } from '@bookinda/contracts/page.dto';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { letterView } from './package-letter.js';

const verb = 'list-letters';
const list = {
  name: verb,
  text: `SELECT ${letterView} AS view FROM package_letter l WHERE l.tenant_id = $1 AND ($2::uuid IS NULL OR l.id < $2) ORDER BY l.id DESC LIMIT $3`,
};

/** PK-06: letters, newest first. */
@Controller()
export class ListLetters {
  constructor(private readonly db: Database) {}

  @Answers(listLetters, { to: staff(managers), limit: listLimit })
  async handle(@By() caller: Staff, @Input() { limit = defaultLimit, after }: PageInput): Promise<Page<PackageLetter>> {
    const [id = null] = placeOf(verb, caller.tenantId, after, 1) ?? [];
    const rows = await this.db.statement<{ view: PackageLetter }>(caller, list, [caller.tenantId, id, limit + 1]);
    const views = rows.map(({ view }) => view);
    return pageOf(views, limit, (last) => cursorFor(verb, caller.tenantId, [last.id]));
  }
}

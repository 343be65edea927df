import { ListExtensionResults as ListExtensionResultsInput } from '@bookinda/contracts/packages/extend-packages.dto';
import type { ExtensionResult } from '@bookinda/contracts/packages/package-extension';
import { listExtensionResults } from '@bookinda/contracts/packages/routes';
import type { Page } from '@bookinda/contracts/page';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';

const verb = 'list-extension-results';
const known = { name: 'known-extension', text: 'SELECT id FROM package_extension WHERE tenant_id = $1 AND id = $2' };
const list = {
  name: verb,
  text: `SELECT json_build_object('package', json_build_object('id', p.id, 'name', p.name), 'customer', json_build_object('id', c.id, 'name', c.name),
      'state', i.state, 'why', i.why, 'from', CASE WHEN i.state <> 'waiting' THEN i.value_before END, 'to', i.value_after) AS view
    FROM package_extension_item i JOIN sold_package p ON p.tenant_id = i.tenant_id AND p.id = i.package_id
    JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id
    WHERE i.tenant_id = $1 AND i.extension_id = $2 AND ($3::text IS NULL OR i.state = $3) AND ($4::uuid IS NULL OR i.package_id > $4)
    ORDER BY i.package_id LIMIT $5`,
};

/** PK-19: what became of each package of a batch. */
@Controller()
export class ListExtensionResults {
  constructor(private readonly db: Database) {}

  @Answers(listExtensionResults, { to: staff(managers), limit: listLimit })
  async handle(
    @By() caller: Staff,
    @Id('id') id: string,
    @Input() { state, limit = defaultLimit, after }: ListExtensionResultsInput,
  ): Promise<Page<ExtensionResult>> {
    const { tenantId } = caller;
    const [place = null] = placeOf(verb, tenantId, after, 1) ?? [];
    found((await this.db.statement(caller, known, [tenantId, id]))[0]);
    const values = [tenantId, id, state ?? null, place, limit + 1];
    const rows = await this.db.statement<{ view: ExtensionResult }>(caller, list, values);
    const views = rows.map(({ view }) => view);
    return pageOf(views, limit, (last) => cursorFor(verb, tenantId, [last.package.id]));
  }
}

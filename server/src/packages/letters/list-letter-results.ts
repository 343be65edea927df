import type { LetterResult } from '@bookinda/contracts/packages/package-letter';
import { listLetterResults } from '@bookinda/contracts/packages/routes';
import { ListLetterResults as ListLetterResultsInput } from '@bookinda/contracts/packages/write-letter.dto';
import type { Page } from '@bookinda/contracts/page';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { ofItem, stateOf, whyOf } from './package-letter.js';

const verb = 'list-letter-results';
const known = { name: 'known-letter', text: 'SELECT id FROM package_letter WHERE tenant_id = $1 AND id = $2' };
const list = {
  name: verb,
  text: `SELECT json_build_object('customer', json_build_object('id', c.id, 'name', c.name), 'packages', cardinality(i.packages), 'state', i.state, 'why', i.told) AS view
    FROM (SELECT i.tenant_id, i.customer_id, i.packages, ${stateOf} AS state, ${whyOf} AS told FROM package_letter_item i ${ofItem}
      WHERE i.tenant_id = $1 AND i.letter_id = $2) i
    JOIN customer c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
    WHERE ($3::text IS NULL OR i.state = $3) AND ($4::uuid IS NULL OR i.customer_id > $4) ORDER BY i.customer_id LIMIT $5`,
};

/** PK-06: what became of the letter to each customer. */
@Controller()
export class ListLetterResults {
  constructor(private readonly db: Database) {}

  @Answers(listLetterResults, { to: staff(managers), limit: listLimit })
  async handle(
    @By() caller: Staff,
    @Id('id') id: string,
    @Input() { state, limit = defaultLimit, after }: ListLetterResultsInput,
  ): Promise<Page<LetterResult>> {
    const { tenantId } = caller;
    const [place = null] = placeOf(verb, tenantId, after, 1) ?? [];
    found((await this.db.statement(caller, known, [tenantId, id]))[0]);
    const values = [tenantId, id, state ?? null, place, limit + 1];
    const rows = await this.db.statement<{ view: LetterResult }>(caller, list, values);
    const views = rows.map(({ view }) => view);
    return pageOf(views, limit, (last) => cursorFor(verb, tenantId, [last.customer.id]));
  }
}

import { ListTemplates as ListTemplatesInput } from '@bookinda/contracts/packages/package-template.dto';
import { listTemplates } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, sellers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { templateView } from './template.js';

const verb = 'list-templates';

const list = {
  name: verb,
  text: `
    WITH page AS MATERIALIZED (
      SELECT t.*, row_number() OVER (ORDER BY lower(t.name), t.id) AS n FROM package_template t
      WHERE t.tenant_id = $1 AND ($5::text IS NULL OR ($5 = 'retired') = (t.retired_at IS NOT NULL))
        AND ($3::text IS NULL OR (lower(t.name), t.id) > ($3::text, $4::uuid)) ORDER BY lower(t.name), t.id LIMIT $2 + 1)
    SELECT coalesce(json_agg(${templateView} ORDER BY t.n) FILTER (WHERE t.n <= $2), '[]')::text AS items, count(*) > $2 AS more,
      max(lower(t.name)) FILTER (WHERE t.n = $2) AS last_name, max(t.id::text) FILTER (WHERE t.n = $2) AS last_id
    FROM page t`,
};

/** PK-01: what is on offer, by name, with its price now. */
@Controller()
export class ListTemplates {
  constructor(private readonly db: Database) {}

  @Answers(listTemplates, { to: staff(sellers, 'packages:read'), jsonText: true, limit: listLimit })
  async handle(@By() caller: DeskCaller, @Input() input: ListTemplatesInput): Promise<string> {
    const { limit = defaultLimit, after, state = null } = input;
    const [name = null, id = null] = placeOf(verb, caller.tenantId, after, 2) ?? [];
    const [page] = await this.db.statement<{ items: string; more: boolean; last_name: string; last_id: string }>(
      caller,
      list,
      [caller.tenantId, limit, name, id, state],
    );
    const next = page?.more ? cursorFor(verb, caller.tenantId, [page.last_name, page.last_id]) : null;
    return `{"items":${page?.items ?? '[]'},"next":${JSON.stringify(next)}}`;
  }
}

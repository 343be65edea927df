import { ListServiceNames as ListServiceNamesInput } from '@bookinda/contracts/packages/list-service-names.dto';
import { listServiceNames } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';

/** A salon with more names than this does not choose from a list. */
const atMost = 500;
const shown = 20;

// Jumps from name to name along the index: the cost is of the names, not of the packages that have them.
const list = {
  name: 'list-service-names',
  text: `
    WITH RECURSIVE key AS (
      (SELECT s.name_key FROM package_service s WHERE s.tenant_id = $1 ORDER BY s.name_key LIMIT 1)
      UNION ALL
      SELECT (SELECT s.name_key FROM package_service s WHERE s.tenant_id = $1 AND s.name_key > key.name_key ORDER BY s.name_key LIMIT 1)
      FROM key WHERE key.name_key IS NOT NULL
    ), known AS MATERIALIZED (
      SELECT name_key, ' ' || lower(unaccent(name_key)) AS words FROM (SELECT name_key FROM key WHERE name_key IS NOT NULL LIMIT ${atMost}) k
    ), fitting AS MATERIALIZED (
      SELECT name_key FROM known WHERE position(' ' || lower(unaccent($2)) IN words) > 0 ORDER BY name_key LIMIT ${shown}
    )
    SELECT coalesce(json_agg(one.name ORDER BY f.name_key), '[]')::text AS items FROM fitting f, LATERAL (
      SELECT s.name FROM package_service s WHERE s.tenant_id = $1 AND s.name_key = f.name_key LIMIT 1) one`,
};

/** PK-06: the names of services the filter can be set to. */
@Controller()
export class ListServiceNames {
  constructor(private readonly db: Database) {}

  @Answers(listServiceNames, { to: staff(redeemers, 'packages:read'), jsonText: true, limit: listLimit })
  async handle(@By() caller: DeskCaller, @Input() { q = '' }: ListServiceNamesInput): Promise<string> {
    const [row] = await this.db.statement<{ items: string }>(caller, list, [caller.tenantId, q.trim()]);
    return `{"items":${row?.items ?? '[]'}}`;
  }
}

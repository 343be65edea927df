import { ListCalls as ListCallsInput } from '@bookinda/contracts/packages/list-calls.dto';
import { listCalls } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type Staff, sellers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { call, undelivered } from './call.js';

const verb = 'list-calls';

/** Nobody is called about a package that is cancelled, a date that was moved or has passed, or sessions that were given back. */
const stillMeant = `p.cancelled_at IS NULL AND CASE m.message
    WHEN 'package-expiring' THEN NOT p.used_up AND e.data->>'expiresOn' = p.expires_on::text AND p.expires_on >= $5::date
    WHEN 'package-expired' THEN NOT p.used_up AND e.data->>'expiresOn' = p.expires_on::text
    WHEN 'package-fully-used' THEN p.used_up
    ELSE true END`;

// $1 tenant, $2 how many, $3 the last one seen, $4 whether those called, $5 the day
const list = {
  name: verb,
  text: `
    WITH page AS MATERIALIZED (
      SELECT m.id, ${call} AS call FROM ${undelivered} AND ($3::uuid IS NULL OR m.id < $3::uuid)
        AND CASE WHEN $4::boolean THEN k.called_at IS NOT NULL ELSE k.called_at IS NULL AND ${stillMeant} END
      ORDER BY m.id DESC LIMIT $2 + 1
    ), numbered AS MATERIALIZED (SELECT page.*, row_number() OVER (ORDER BY id DESC) AS n FROM page)
    SELECT coalesce(json_agg(call ORDER BY n) FILTER (WHERE n <= $2), '[]')::text AS items, count(*) > $2 AS more,
      max(id::text) FILTER (WHERE n = $2) AS last FROM numbered`,
};

/** PK-17: what customers should have read and could not, newest first. */
@Controller()
export class ListCalls {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(listCalls, { to: staff(sellers), jsonText: true, limit: listLimit })
  async handle(
    @By() caller: Staff,
    @Input() { state = 'open', limit = defaultLimit, after }: ListCallsInput,
  ): Promise<string> {
    const [id = null] = placeOf(verb, caller.tenantId, after, 1) ?? [];
    const values = [caller.tenantId, limit, id, state === 'called', await this.day.today(caller)];
    const [page] = await this.db.statement<{ items: string; more: boolean; last: string }>(caller, list, values);
    const next = page?.more ? cursorFor(verb, caller.tenantId, [page.last]) : null;
    return `{"items":${page?.items ?? '[]'},"next":${JSON.stringify(next)}}`;
  }
}

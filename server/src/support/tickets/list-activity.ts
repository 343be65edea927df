import type { Page } from '@bookinda/contracts/page';
import { PageInput } from '@bookinda/contracts/page.dto';
import { listActivity } from '@bookinda/contracts/support/routes';
import type { ActivityEntry } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { sayInstant } from './excerpt.js';

const steps = {
  name: 'list-activity',
  text: `SELECT t.id, coalesce((SELECT json_agg(json_build_object('id', e.id, 'at', ${sayInstant('e.at')}, 'kind', e.kind,
        'actor', json_build_object('kind', e.actor_kind, 'name', e.actor_name), 'change', e.data -> 'change', 'public', e.public) ORDER BY e.id)
      FROM (SELECT * FROM event WHERE tenant_id = $1 AND ticket_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4) e), '[]') AS entries
    FROM ticket t WHERE t.tenant_id = $1 AND t.id = $2`,
};

/** BS-05: every step with who, when, before → after; oldest first. The event rows are the list. */
@Controller()
export class ListActivity {
  constructor(private readonly db: Database) {}

  @Answers(listActivity, { to: staff(deskRoles, 'tickets:read'), limit: listLimit })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() { limit = defaultLimit, after }: PageInput,
  ): Promise<Page<ActivityEntry>> {
    const list = `list-activity:${id}`;
    const [last] = placeOf(list, caller.tenantId, after, 1) ?? [null];
    const [row] = await this.db.statement<{ entries: ActivityEntry[] }>(caller, steps, [
      caller.tenantId,
      id,
      last,
      limit + 1,
    ]);
    return pageOf(found(row).entries, limit, (entry) => cursorFor(list, caller.tenantId, [entry.id]));
  }
}

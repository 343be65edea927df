import { listOwnSecurityEvents } from '@bookinda/contracts/identity/routes';
import type { SecurityEvent } from '@bookinda/contracts/identity/session';
import type { Page } from '@bookinda/contracts/page';
import { PageInput } from '@bookinda/contracts/page.dto';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';
import { securityEventColumns } from './security-event-row.js';

const verb = 'list-own-security-events';

@Controller()
export class ListOwnSecurityEvents {
  constructor(private readonly db: Database) {}

  /** What happened in the person's own account and what the person did, at every tenant, newest first. */
  @Answers(listOwnSecurityEvents, { to: staff(), limit: listLimit })
  async handle(
    @By() { personId }: Staff,
    @Input() { limit = defaultLimit, after }: PageInput,
  ): Promise<Page<SecurityEvent>> {
    const [id = null] = placeOf(verb, personId, after, 1) ?? [];
    const rows = await this.db.people<SecurityEvent>(ownEvents, [personId, id, limit + 1]);
    return pageOf(rows, limit, (last) => cursorFor(verb, personId, [last.id]));
  }
}

const ownEvents = {
  name: verb,
  text: `SELECT ${securityEventColumns} FROM security_events_of($1, $2, $3) e LEFT JOIN auth.person p ON p.id = e.person_id ORDER BY e.id DESC`,
};

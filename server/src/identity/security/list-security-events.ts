import { listSecurityEvents } from '@bookinda/contracts/identity/routes';
import { ListSecurityEventsInput } from '@bookinda/contracts/identity/security-events.dto';
import type { SecurityEvent } from '@bookinda/contracts/identity/session';
import type { Page } from '@bookinda/contracts/page';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { owners, type Staff, staff } from '../callers.js';
import { securityEventsOfTenant } from './security-event-row.js';

const verb = 'list-security-events';

@Controller()
export class ListSecurityEvents {
  constructor(private readonly db: Database) {}

  /**
   * The tenant's security record, newest first: what was done here, and what happened to its members' accounts since they
   * joined. Sign-ins of a member at another tenant are not in it. Kept for 400 days.
   */
  @Answers(listSecurityEvents, { to: staff(owners), limit: listLimit })
  async handle(
    @By() caller: Staff,
    @Input() { kind, person, limit = defaultLimit, after }: ListSecurityEventsInput,
  ): Promise<Page<SecurityEvent>> {
    const [id = null] = placeOf(verb, caller.tenantId, after, 1) ?? [];
    const values = [caller.tenantId, kind ?? null, person ?? null, id, limit + 1];
    const rows = await this.db.statement<SecurityEvent>(caller, { name: verb, text: securityEventsOfTenant }, values);
    return pageOf(rows, limit, (last) => cursorFor(verb, caller.tenantId, [last.id]));
  }
}

import { countTickets } from '@bookinda/contracts/support/routes';
import type { TicketCounts } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { countForDesk } from './counting.js';

/** Counts that agree with the lists. */
@Controller()
export class CountTickets {
  constructor(private readonly db: Database) {}

  @Answers(countTickets, { to: staff(deskRoles, 'tickets:read'), provenByItsStatement: true, limit: listLimit })
  handle(@By() caller: DeskCaller): Promise<TicketCounts> {
    return countForDesk(this.db, caller, caller.kind === 'staff' ? caller.personId : null);
  }
}

import { countSupportRequests } from '@bookinda/contracts/support/routes';
import type { TicketCounts } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { countForRequester } from '../tickets/counting.js';
import { Requesters } from '../tickets/requesters.js';
import { requestRoles } from './support-request-roles.js';

/** BS-01: counts on the tabs, of exactly what the lists show. */
@Controller()
export class CountSupportRequests {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(countSupportRequests, { to: staff(requestRoles), limit: listLimit })
  async handle(@By() caller: Staff): Promise<TicketCounts> {
    return countForRequester(this.db, await this.requesters.forTenant(caller));
  }
}

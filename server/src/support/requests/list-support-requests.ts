import { ListOwnTickets } from '@bookinda/contracts/support/list-tickets.dto';
import { listSupportRequests } from '@bookinda/contracts/support/routes';
import { Controller } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { listAsRequester } from '../tickets/own-lists.js';
import { Requesters } from '../tickets/requesters.js';
import { requestRoles } from './support-request-roles.js';

/** BS-01: the salon's own tickets to the platform. */
@Controller()
export class ListSupportRequests {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(listSupportRequests, { to: staff(requestRoles), jsonText: true, limit: listLimit })
  async handle(@By() caller: Staff, @Input() input: ListOwnTickets): Promise<string> {
    return listAsRequester(this.db, await this.requesters.forTenant(caller), 'list-support-requests', input);
  }
}

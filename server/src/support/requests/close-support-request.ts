import { CloseTicket } from '@bookinda/contracts/support/move-ticket.dto';
import { closeSupportRequest } from '@bookinda/contracts/support/routes';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { closeAsRequester } from '../tickets/closing.js';
import { Requesters } from '../tickets/requesters.js';
import { requestRoles } from './support-request-roles.js';

/** BS-09: the salon closes its ticket, from any status. */
@Controller()
export class CloseSupportRequest {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(closeSupportRequest, { to: staff(requestRoles), retry: 'optional' })
  async handle(
    @By() caller: Staff,
    @Id('id') id: string,
    @Input() { reason }: CloseTicket,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketState> {
    return closeAsRequester(this.db, await this.requesters.forTenant(caller), id, reason ?? null, retry);
  }
}

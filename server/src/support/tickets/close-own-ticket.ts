import { CloseTicket } from '@bookinda/contracts/support/move-ticket.dto';
import { closeOwnTicket } from '@bookinda/contracts/support/routes';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Requester, requesters } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { closeAsRequester } from './closing.js';
import { Requesters } from './requesters.js';

/** BS-09: the requester closes, with an optional reason. */
@Controller()
export class CloseOwnTicket {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(closeOwnTicket, { to: requesters, retry: 'optional' })
  async handle(
    @By() caller: Requester,
    @Id('id') id: string,
    @Input() { reason }: CloseTicket,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketState> {
    return closeAsRequester(this.db, await this.requesters.onPage(caller), id, reason ?? null, retry);
  }
}

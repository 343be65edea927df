import { RequesterMessage } from '@bookinda/contracts/support/reply.dto';
import { replyToOwnTicket } from '@bookinda/contracts/support/routes';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Requester, requesters } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { replyAsRequester } from './requester-reply.js';
import { Requesters } from './requesters.js';

/** BS-07: a message; on a resolved ticket replying is re-opening. */
@Controller()
export class ReplyToOwnTicket {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(replyToOwnTicket, { to: requesters, retry: 'required', limit: { calls: 30, seconds: 60 } })
  async handle(
    @By() caller: Requester,
    @Id('id') id: string,
    @Input() input: RequesterMessage,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketState> {
    return replyAsRequester(this.db, await this.requesters.onPage(caller), id, input, retry);
  }
}

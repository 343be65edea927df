import { RequesterMessage } from '@bookinda/contracts/support/reply.dto';
import { replyToSupportRequest } from '@bookinda/contracts/support/routes';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { replyAsRequester } from '../tickets/requester-reply.js';
import { Requesters } from '../tickets/requesters.js';
import { requestRoles } from './support-request-roles.js';

/** A message to the platform's team; on a resolved ticket it re-opens (BS-07). */
@Controller()
export class ReplyToSupportRequest {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(replyToSupportRequest, { to: staff(requestRoles), retry: 'optional' })
  async handle(
    @By() caller: Staff,
    @Id('id') id: string,
    @Input() input: RequesterMessage,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketState> {
    return replyAsRequester(this.db, await this.requesters.forTenant(caller), id, input, retry);
  }
}

import { ReplyToTicket as ReplyToTicketInput } from '@bookinda/contracts/support/reply.dto';
import { replyToTicket } from '@bookinda/contracts/support/routes';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { replyFor } from './replying.js';

/** A public answer; resolves in the same act when told to (BS-05). */
@Controller()
export class ReplyToTicket {
  constructor(private readonly db: Database) {}

  @Answers(replyToTicket, { to: staff(deskRoles, 'tickets:write'), retry: 'optional' })
  handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: ReplyToTicketInput,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketState> {
    return replyFor(this.db, caller, id, input, retry);
  }
}

import { TicketWords } from '@bookinda/contracts/support/open-ticket.dto';
import { openSupportRequest } from '@bookinda/contracts/support/routes';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { openTicketFor } from '../tickets/opening.js';
import { Requesters } from '../tickets/requesters.js';
import { requestRoles } from './support-request-roles.js';

/** BS-06: a salon's member writes to the platform's team. */
@Controller()
export class OpenSupportRequest {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(openSupportRequest, {
    to: staff(requestRoles),
    retry: 'optional',
    status: 201,
    limit: { calls: 30, seconds: 60 },
  })
  async handle(
    @By() caller: Staff,
    @Input() words: TicketWords,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketReceipt> {
    const who = await this.requesters.forTenant(caller);
    return openTicketFor(
      this.db,
      who,
      {
        words,
        actor: who.actor,
        customerId: who.customerId,
        followUpWithin: who.customerId,
        name: caller.name,
        email: caller.email,
        person: caller.personId,
        language: caller.language,
        fileOwner: who.fileOwner,
      },
      retry,
    );
  }
}

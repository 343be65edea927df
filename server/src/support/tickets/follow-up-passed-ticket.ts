import { FollowUpTicket } from '@bookinda/contracts/support/open-ticket.dto';
import { followUpPassedTicket } from '@bookinda/contracts/support/routes';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import type { StatusKind } from '@bookinda/contracts/support/ticket-lifecycle';
import { Controller, Inject } from '@nestjs/common';
import { type Pass, passes } from '../../identity/callers.js';
import { ticketPass } from '../../identity/ticket-pass.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { found, Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { openTicketFor } from './opening.js';
import { Requesters } from './requesters.js';

interface ClosedTicket {
  kind: StatusKind;
  subject: string;
  category: string;
  customer_id: string | null;
  requester_name: string;
  requester_email: string | null;
  requester_person: string | null;
  language: string;
}

const closedTicket = {
  name: 'closed-ticket',
  text: `SELECT kind, subject, category, customer_id, requester_name, requester_email, requester_person, language
    FROM ticket WHERE tenant_id = $1 AND id = $2`,
};

/** BS-07: who came by a mail's link to a closed ticket opens its follow-up: same subject, same address, linked back. */
@Controller()
export class FollowUpPassedTicket {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Answers(followUpPassedTicket, { to: passes, retry: 'required', status: 201, limit: { calls: 10, seconds: 3_600 } })
  async handle(
    @By() caller: Pass,
    @Input() { description, uploads }: FollowUpTicket,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketReceipt & { pass: string }> {
    const { tenantId, ticketId } = caller;
    const who = await this.requesters.onPage(caller);
    const [row] = await this.db.statement<ClosedTicket>({ tenantId }, closedTicket, [tenantId, ticketId]);
    const closed = found(row);
    if (closed.kind !== 'closed') throw new Refusal('move-refused', 'This ticket is not closed: reply to it.');
    const words = { type: closed.category, subject: closed.subject, description, followUpOf: ticketId };
    const receipt = await openTicketFor(
      this.db,
      who,
      {
        words: uploads ? { ...words, uploads } : words,
        actor: who.actor,
        customerId: closed.customer_id,
        followUpWithin: null,
        name: closed.requester_name,
        email: closed.requester_email,
        person: closed.requester_person,
        language: closed.language,
        fileOwner: who.fileOwner,
      },
      retry,
    );
    return { ...receipt, pass: ticketPass(this.config.keys, tenantId, receipt.id, 0) };
  }
}

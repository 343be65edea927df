import { FileTicket as FileTicketInput } from '@bookinda/contracts/support/file-ticket.dto';
import { fileTicket } from '@bookinda/contracts/support/routes';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { fileOwnerOf } from '../thread/file-owner.js';
import { openTicketFor } from './opening.js';

const customerById = {
  name: 'customer-by-id',
  text: 'SELECT name, email, language FROM customer WHERE tenant_id = $1 AND id = $2',
};

/** CW-02, CR-01: staff or an integration files a ticket on behalf of a customer, or of a name and an address. */
@Controller()
export class FileTicket {
  constructor(private readonly db: Database) {}

  @Answers(fileTicket, {
    to: staff(deskRoles, 'tickets:write'),
    retry: 'optional',
    status: 201,
    provenByItsStatement: true,
  })
  async handle(
    @By() caller: DeskCaller,
    @Input() input: FileTicketInput,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketReceipt> {
    const customer = input.customer ? await this.customer(caller, input.customer) : undefined;
    if (!customer && !input.email && !input.name)
      throw Refusal.field('customer', 'missing', 'Say for whom: a customer, a name or an address.');
    const language = caller.kind === 'staff' ? caller.tenant.language : 'en';
    return openTicketFor(
      this.db,
      caller,
      {
        words: input,
        actor: actorOf(caller),
        customerId: input.customer ?? null,
        followUpWithin: null,
        name: input.name ?? customer?.name ?? input.email ?? '',
        email: input.email ?? customer?.email ?? null,
        person: null,
        language: customer?.language ?? language,
        fileOwner: fileOwnerOf(caller),
      },
      retry,
    );
  }

  private async customer(
    caller: DeskCaller,
    id: string,
  ): Promise<{ name: string; email: string | null; language: string }> {
    const [row] = await this.db.statement<{ name: string; email: string | null; language: string }>(
      caller,
      customerById,
      [caller.tenantId, id],
    );
    if (!row) throw Refusal.field('customer', 'unknown', 'There is no such customer.');
    return row;
  }
}

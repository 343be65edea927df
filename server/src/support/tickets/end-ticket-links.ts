import { endTicketLinks } from '@bookinda/contracts/support/routes';
import { Controller } from '@nestjs/common';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';

/**
 * Ends every link to the ticket that mails carried so far, at once and for good, with what is open by them. Mails that
 * wait and later ones carry a new one (notifications/mail/send-mail.ts).
 */
@Controller()
export class EndTicketLinks {
  constructor(private readonly db: Database) {}

  @Answers(endTicketLinks, { to: staff(deskRoles, 'tickets:write'), status: 204 })
  async handle(@By() caller: DeskCaller, @Id('id') id: string): Promise<null> {
    await this.db.write(caller, async (tx) => {
      const { customer_id: customerId } = found(
        await tx.row<{ customer_id: string | null }>(
          'UPDATE ticket SET link_version = link_version + 1 WHERE tenant_id = $1 AND id = $2 RETURNING customer_id',
          [caller.tenantId, id],
        ),
      );
      await recordEvent(tx, caller, {
        kind: 'ticket-links-ended',
        actor: actorOf(caller),
        ticketId: id,
        customerId,
        public: false,
        data: {},
      });
    });
    return null;
  }
}

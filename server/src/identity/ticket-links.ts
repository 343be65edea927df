import { limits } from '@bookinda/contracts/limits';
import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Refusal } from '../platform/http/refusal.js';
import type { TicketLink } from './ticket-pass.js';

const behind = {
  name: 'ticket-behind-link',
  text: `SELECT requester_name AS name FROM ticket WHERE tenant_id = $1 AND id = $2 AND link_version = $3
    AND (kind <> 'closed' OR closed_at > now() - $4 * interval '1 day')`,
};

/**
 * Whether a genuine link still opens its ticket. It ends `limits.ticketLinkDays` after the ticket is closed, until it is
 * re-opened, and for good when the desk ends the ticket's links, which raises the ticket's version.
 */
@Injectable()
export class TicketLinks {
  constructor(private readonly db: Database) {}

  /** The requester's name on the ticket; 410 `link-ended`. One statement, which a request by a link needs anyway. */
  async nameBehind({ tenantId, ticketId, linkVersion }: TicketLink): Promise<string> {
    const values = [tenantId, ticketId, linkVersion, limits.ticketLinkDays];
    const [ticket] = await this.db.statement<{ name: string }>({ tenantId }, behind, values);
    if (!ticket) throw new Refusal('link-ended', 'This link has ended. Please use the newest mail about this ticket.');
    return ticket.name;
  }
}

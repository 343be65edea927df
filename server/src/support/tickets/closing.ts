import type { TicketState } from '@bookinda/contracts/support/ticket';
import type { Database } from '../../platform/database/database.js';
import { type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { lockTicket, saveChanges, statusAfter } from './changing.js';
import type { Requesting } from './requesting.js';

/** BS-09: the requester's side closes, from any status; on OPEN that is a withdrawal. */
export function closeAsRequester(
  db: Database,
  who: Requesting,
  ticketId: string,
  reason: string | null,
  retry: RetryKey | null,
): Promise<TicketState> {
  return writeOnce(db, who, retry, async (tx) => {
    const open = await lockTicket(tx, who, ticketId, (ticket) =>
      (ticket.customerId !== null && ticket.customerId === who.customerId) || ticket.id === who.onlyTicket
        ? who.onlyPerson === null || ticket.requesterPerson === who.onlyPerson
        : false,
    );
    const status = await statusAfter(tx, open, 'requester-closes');
    const withdrawn = open.ticket.kind === 'new';
    const change = open.ticket.enter(status, open.now, { reason });
    return saveChanges(tx, who, open, who.actor, [
      { kind: 'closed', change, public: true, data: { reason, withdrawn } },
    ]);
  });
}

import type { ListOwnTickets } from '@bookinda/contracts/support/list-tickets.dto';
import type { Database } from '../../platform/database/database.js';
import type { Requesting } from './requesting.js';
import { type Condition, closedTab, openTab, searched, ticketList } from './ticket-list.js';
import { ownTicketRow, rowJoins } from './ticket-row.js';

/** BS-01, BS-11: the requester's own tickets. */
export function listAsRequester(db: Database, who: Requesting, list: string, input: ListOwnTickets): Promise<string> {
  const { tab, category, q, limit, after } = input;
  const conditions: (Condition | false)[] = [
    { name: 'own', sql: 't.customer_id = ?', values: [who.customerId] },
    who.onlyPerson !== null && { name: 'person', sql: 't.requester_person = ?', values: [who.onlyPerson] },
    tab === 'open' && openTab,
    tab === 'closed' && closedTab,
    category !== undefined && { name: 'category', sql: 't.category = ?', values: [category] },
    q !== undefined && q.trim() !== '' && searched(q),
  ];
  return ticketList(db, who, {
    list,
    of: who.customerId,
    row: ownTicketRow,
    joins: rowJoins,
    limit,
    after,
    conditions: conditions.filter((condition) => condition !== false),
  });
}

import { ListTickets as ListTicketsInput } from '@bookinda/contracts/support/list-tickets.dto';
import { listTickets } from '@bookinda/contracts/support/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { type Condition, closedTab, openTab, searched, ticketList } from './ticket-list.js';
import { rowJoins, ticketRow } from './ticket-row.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The desk's queue, newest activity first; every filter combines with every other. */
@Controller()
export class ListTickets {
  constructor(private readonly db: Database) {}

  @Answers(listTickets, {
    to: staff(deskRoles, 'tickets:read'),
    jsonText: true,
    provenByItsStatement: true,
    limit: listLimit,
  })
  handle(@By() caller: DeskCaller, @Input() input: ListTicketsInput): Promise<string> {
    return ticketList(this.db, caller, {
      list: 'list-tickets',
      row: ticketRow,
      joins: rowJoins,
      limit: input.limit,
      after: input.after,
      conditions: conditionsOf(input, caller),
    });
  }
}

function conditionsOf(input: ListTicketsInput, caller: DeskCaller): Condition[] {
  const { tab, category, status, customer, assignee, q } = input;
  const conditions: (Condition | false | undefined)[] = [
    tab === 'open' && openTab,
    tab === 'closed' && closedTab,
    category !== undefined && { name: 'category', sql: 't.category = ?', values: [category] },
    status !== undefined && { name: 'status', sql: 't.status = ?', values: [status] },
    customer !== undefined && { name: 'customer', sql: 't.customer_id = ?', values: [customer] },
    assignee !== undefined && assigneeCondition(assignee, caller),
    q !== undefined && q.trim() !== '' && searched(q),
  ];
  return conditions.filter((condition) => Boolean(condition)) as Condition[];
}

function assigneeCondition(assignee: string, caller: DeskCaller): Condition {
  if (assignee === 'nobody') return { name: 'nobody', sql: 't.assignee_id IS NULL', values: [] };
  const person = assignee === 'me' && caller.kind === 'staff' ? caller.personId : assignee;
  if (!uuid.test(person)) throw Refusal.field('assignee', 'unknown', 'A member’s id, "me" or "nobody".');
  return { name: 'assignee', sql: 't.assignee_id = ?', values: [person] };
}

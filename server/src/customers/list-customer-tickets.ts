import { listCustomerTickets } from '@bookinda/contracts/customers/routes';
import { PageInput } from '@bookinda/contracts/page.dto';
import { Controller } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../identity/callers.js';
import { Database } from '../platform/database/database.js';
import { Answers, listLimit } from '../platform/http/answers.js';
import { Input } from '../platform/http/input.js';
import { found } from '../platform/http/refusal.js';
import { By, Id } from '../platform/http/request.js';
import { ticketList } from '../support/tickets/ticket-list.js';
import { rowJoins, ticketRow } from '../support/tickets/ticket-row.js';

const known = { name: 'customer-known', text: 'SELECT id FROM customer WHERE tenant_id = $1 AND id = $2' };

/** A customer's tickets as the desk lists them, newest activity first. */
@Controller()
export class ListCustomerTickets {
  constructor(private readonly db: Database) {}

  @Answers(listCustomerTickets, { to: staff(deskRoles, 'tickets:read'), jsonText: true, limit: listLimit })
  async handle(@By() caller: DeskCaller, @Id('id') id: string, @Input() { limit, after }: PageInput): Promise<string> {
    const [customer] = await this.db.statement<{ id: string }>(caller, known, [caller.tenantId, id]);
    return ticketList(this.db, caller, {
      list: 'list-customer-tickets',
      row: ticketRow,
      joins: rowJoins,
      limit,
      after,
      conditions: [{ name: 'customer', sql: 't.customer_id = ?', values: [found(customer).id] }],
    });
  }
}

import { ListOwnTickets as ListOwnTicketsInput } from '@bookinda/contracts/support/list-tickets.dto';
import { listOwnTickets } from '@bookinda/contracts/support/routes';
import { Controller } from '@nestjs/common';
import { type Customer, customers } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { listAsRequester } from './own-lists.js';
import { Requesters } from './requesters.js';

/** A proven customer's own tickets. */
@Controller()
export class ListOwnTickets {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(listOwnTickets, { to: customers, jsonText: true, limit: listLimit })
  async handle(@By() caller: Customer, @Input() input: ListOwnTicketsInput): Promise<string> {
    return listAsRequester(this.db, await this.requesters.onPage(caller), 'list-own-tickets', input);
  }
}

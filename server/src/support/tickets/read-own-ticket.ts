import { readOwnTicket } from '@bookinda/contracts/support/routes';
import { Controller } from '@nestjs/common';
import { type Requester, requesters } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By, Id } from '../../platform/http/request.js';
import { Requesters } from './requesters.js';
import { detailForRequester } from './ticket-detail.js';

/** A customer's own ticket, or the one a mail's link names: public messages only. */
@Controller()
export class ReadOwnTicket {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(readOwnTicket, { to: requesters, jsonText: true })
  async handle(@By() caller: Requester, @Id('id') id: string): Promise<string> {
    return detailForRequester(this.db, await this.requesters.onPage(caller), id);
  }
}

import { readPassedTicket } from '@bookinda/contracts/support/routes';
import { Controller } from '@nestjs/common';
import { type Pass, passes } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { Requesters } from './requesters.js';
import { detailForRequester } from './ticket-detail.js';

/** The ticket behind a mail's link. */
@Controller()
export class ReadPassedTicket {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(readPassedTicket, { to: passes, jsonText: true })
  async handle(@By() caller: Pass): Promise<string> {
    return detailForRequester(this.db, await this.requesters.onPage(caller), caller.ticketId);
  }
}

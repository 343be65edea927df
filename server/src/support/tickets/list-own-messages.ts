import type { Page } from '@bookinda/contracts/page';
import { PageInput } from '@bookinda/contracts/page.dto';
import { listOwnMessages } from '@bookinda/contracts/support/routes';
import type { Message } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Requester, requesters } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { earlierForRequester } from './own-messages.js';
import { Requesters } from './requesters.js';

/** A long thread's earlier messages, for a customer or the holder of a mail's link. */
@Controller()
export class ListOwnMessages {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(listOwnMessages, { to: requesters, limit: listLimit })
  async handle(@By() caller: Requester, @Id('id') id: string, @Input() page: PageInput): Promise<Page<Message>> {
    return earlierForRequester(this.db, await this.requesters.onPage(caller), id, page);
  }
}

import type { Page } from '@bookinda/contracts/page';
import { PageInput } from '@bookinda/contracts/page.dto';
import { listSupportMessages } from '@bookinda/contracts/support/routes';
import type { Message } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { earlierForRequester } from '../tickets/own-messages.js';
import { Requesters } from '../tickets/requesters.js';
import { requestRoles } from './support-request-roles.js';

/** A long thread's earlier messages, for the salon that wrote to the platform. */
@Controller()
export class ListSupportMessages {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(listSupportMessages, { to: staff(requestRoles), limit: listLimit })
  async handle(@By() caller: Staff, @Id('id') id: string, @Input() page: PageInput): Promise<Page<Message>> {
    return earlierForRequester(this.db, await this.requesters.forTenant(caller), id, page);
  }
}

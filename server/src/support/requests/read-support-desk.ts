import { readSupportDesk } from '@bookinda/contracts/support/routes';
import type { Desk } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { readDeskOf } from '../configuration/desk.js';
import { Requesters } from '../tickets/requesters.js';
import { requestRoles } from './support-request-roles.js';

/** The platform desk's words, as a salon needs them. */
@Controller()
export class ReadSupportDesk {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(readSupportDesk, { to: staff(requestRoles) })
  async handle(@By() caller: Staff): Promise<Desk> {
    return readDeskOf(this.db, await this.requesters.forTenant(caller), false);
  }
}

import { readSupportRequest } from '@bookinda/contracts/support/routes';
import { Controller } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By, Id } from '../../platform/http/request.js';
import { Requesters } from '../tickets/requesters.js';
import { detailForRequester } from '../tickets/ticket-detail.js';
import { requestRoles } from './support-request-roles.js';

/** One of the salon's tickets to the platform; somebody else's is not found (BS-11). */
@Controller()
export class ReadSupportRequest {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
  ) {}

  @Answers(readSupportRequest, { to: staff(requestRoles), jsonText: true })
  async handle(@By() caller: Staff, @Id('id') id: string): Promise<string> {
    return detailForRequester(this.db, await this.requesters.forTenant(caller), id);
  }
}

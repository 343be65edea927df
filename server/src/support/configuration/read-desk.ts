import { readDesk } from '@bookinda/contracts/support/routes';
import type { Desk } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { readDeskOf } from './desk.js';

/** The desk's own words, and who can be assigned. */
@Controller()
export class ReadDesk {
  constructor(private readonly db: Database) {}

  @Answers(readDesk, { to: staff(deskRoles, 'tickets:read') })
  handle(@By() caller: DeskCaller): Promise<Desk> {
    return readDeskOf(this.db, caller, true);
  }
}

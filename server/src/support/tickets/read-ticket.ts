import { readTicket } from '@bookinda/contracts/support/routes';
import { deskMoves } from '@bookinda/contracts/support/ticket-lifecycle';
import { Controller } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { cursorFor } from '../../platform/http/cursor.js';
import { By, Id } from '../../platform/http/request.js';
import { detailForDesk } from './ticket-detail.js';

/** A ticket as the desk sees it. Reading changes nothing (BS-05). */
@Controller()
export class ReadTicket {
  constructor(private readonly db: Database) {}

  @Answers(readTicket, { to: staff(deskRoles, 'tickets:read'), jsonText: true, provenByItsStatement: true })
  handle(@By() caller: DeskCaller, @Id('id') id: string): Promise<string> {
    const me = caller.kind === 'staff' ? caller.personId : null;
    return detailForDesk(
      this.db,
      caller,
      id,
      me,
      (last) => cursorFor(`list-messages:${id}`, caller.tenantId, [last]),
      (kind, preset) => deskMoves(preset, kind),
    );
  }
}

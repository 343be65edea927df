import { MoveTicket as MoveTicketInput } from '@bookinda/contracts/support/move-ticket.dto';
import { moveTicket } from '@bookinda/contracts/support/routes';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { lockTicket, saveChanges, statusAfter } from './changing.js';

/** BS-05: the status changes the desk makes by hand. The table decides; undoing CLOSED is the desk's alone (BS-07). */
@Controller()
export class MoveTicket {
  constructor(private readonly db: Database) {}

  @Answers(moveTicket, { to: staff(deskRoles, 'tickets:write'), retry: 'optional' })
  handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() { act, resolution }: MoveTicketInput,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketState> {
    return writeOnce(this.db, caller, retry, async (tx) => {
      const open = await lockTicket(tx, caller, id);
      const status = await statusAfter(tx, open, act);
      const change = open.ticket.enter(status, open.now, { resolution: resolution ?? null });
      return saveChanges(tx, caller, open, actorOf(caller), [
        { kind: 'status-changed', change, public: true, data: { act, resolution: open.ticket.resolution } },
      ]);
    });
  }
}

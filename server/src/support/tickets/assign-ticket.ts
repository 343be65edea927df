import { AssignTicket as AssignTicketInput } from '@bookinda/contracts/support/move-ticket.dto';
import { assignTicket } from '@bookinda/contracts/support/routes';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { lockTicket, saveChanges } from './changing.js';

/** Gives the ticket to a member, or to nobody. Moves no status and is no activity (BS-08). */
@Controller()
export class AssignTicket {
  constructor(private readonly db: Database) {}

  @Answers(assignTicket, { to: staff(deskRoles, 'tickets:write'), retry: 'optional' })
  handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() { assignee }: AssignTicketInput,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketState> {
    return writeOnce(this.db, caller, retry, async (tx) => {
      const open = await lockTicket(tx, caller, id);
      const names = await memberNames(tx, caller.tenantId, [assignee, open.ticket.assigneeId]);
      if (assignee !== null && !names.get(assignee)?.active)
        throw Refusal.field('assignee', 'unknown', 'This desk has no such member.');
      const change = open.ticket.assign(assignee);
      if (!change) return saveChanges(tx, caller, open, actorOf(caller), []);
      const named = { ...change, from: nameIn(names, change.from), to: nameIn(names, change.to) };
      return saveChanges(tx, caller, open, actorOf(caller), [
        { kind: 'assigned', change: named, public: false, data: { from: change.from, to: change.to } },
      ]);
    });
  }
}

async function memberNames(
  tx: Tx,
  tenantId: string,
  ids: (string | null)[],
): Promise<Map<string, { name: string; active: boolean }>> {
  const rows = await tx.rows<{ id: string; name: string; active: boolean }>(
    `SELECT p.id, p.name, p.state = 'active' AND p.role <> 'STAFF' AS active FROM colleague p
     WHERE p.tenant_id = $1 AND p.id = ANY ($2)`,
    [tenantId, ids.filter((id) => id !== null)],
  );
  return new Map(rows.map(({ id, ...member }) => [id, member]));
}

function nameIn(names: Map<string, { name: string }>, id: string | null): string | null {
  return id === null ? null : (names.get(id)?.name ?? null);
}

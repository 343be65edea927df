import { EditTicket as EditTicketInput } from '@bookinda/contracts/support/move-ticket.dto';
import { editTicket } from '@bookinda/contracts/support/routes';
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

/** Corrects subject or category. Neither is activity (BS-08); both are logged. */
@Controller()
export class EditTicket {
  constructor(private readonly db: Database) {}

  @Answers(editTicket, { to: staff(deskRoles, 'tickets:write'), retry: 'optional' })
  handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: EditTicketInput,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketState> {
    return writeOnce(this.db, caller, retry, async (tx) => {
      const open = await lockTicket(tx, caller, id);
      if (input.category !== undefined && input.category !== open.ticket.category)
        await checkCategory(tx, caller.tenantId, input.category);
      const fields = (['subject', 'category'] as const).flatMap((field) => {
        const value = input[field];
        const change = value === undefined ? undefined : open.ticket.edit(field, value);
        return change ? [{ kind: 'edited', change, public: false }] : [];
      });
      const state = await saveChanges(tx, caller, open, actorOf(caller), fields);
      if (fields.some(({ change }) => change.field === 'subject')) await searchAnew(tx, caller.tenantId, id);
      return state;
    });
  }
}

async function checkCategory(tx: Tx, tenantId: string, code: string): Promise<void> {
  const known = await tx.row('SELECT 1 FROM ticket_category WHERE tenant_id = $1 AND code = $2 AND NOT retired', [
    tenantId,
    code,
  ]);
  if (!known) throw Refusal.field('category', 'unknown', 'This desk has no such category.');
}

/** The old subject must not be found any more: the words are gathered again from subject and the beginning of the public messages. */
async function searchAnew(tx: Tx, tenantId: string, id: string): Promise<void> {
  await tx.rows(
    `UPDATE ticket t SET search = search_with(setweight(to_tsvector('folded', plain_words(t.subject)), 'A')
         || setweight(to_tsvector('folded', plain_words(t.requester_name || ' ' || coalesce(t.requester_email, ''))), 'D'),
       left(coalesce((SELECT string_agg(m.body, ' ' ORDER BY m.id) FROM message m
         WHERE m.tenant_id = $1 AND m.ticket_id = $2 AND NOT m.internal), ''), 20000))
     WHERE t.tenant_id = $1 AND t.id = $2`,
    [tenantId, id],
  );
}

import { NoteOnTicket as NoteOnTicketInput } from '@bookinda/contracts/support/reply.dto';
import { noteOnTicket } from '@bookinda/contracts/support/routes';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { fileOwnerOf } from '../thread/file-owner.js';
import { lockTicket, saveChanges } from './changing.js';

/** An internal note: allowed on closed tickets, no activity, never shown or mailed to the requester. */
@Controller()
export class NoteOnTicket {
  constructor(private readonly db: Database) {}

  @Answers(noteOnTicket, { to: staff(deskRoles, 'tickets:write'), retry: 'optional' })
  handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() { body, uploads = [] }: NoteOnTicketInput,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketState> {
    return writeOnce(this.db, caller, retry, async (tx) => {
      const open = await lockTicket(tx, caller, id);
      const actor = actorOf(caller);
      const message = uuidv7();
      await tx.rows(
        `INSERT INTO message (tenant_id, id, ticket_id, side, internal, author_id, author_name, body) VALUES ($1, $2, $3, 'desk', true, $4, $5, $6)`,
        [caller.tenantId, message, id, actor.id, actor.name, body],
      );
      const taken = await tx.rows(
        `UPDATE file SET ticket_id = $2, message_id = $3 WHERE tenant_id = $1 AND id = ANY ($4) AND owner = $5 AND message_id IS NULL
           AND created_at > now() - interval '1 hour' RETURNING id`,
        [caller.tenantId, id, message, uploads, fileOwnerOf(caller)],
      );
      if (taken.length !== new Set(uploads).size)
        throw Refusal.field('uploads', 'unknown', 'An upload is unknown, too old or already used.');
      await recordEvent(tx, caller, {
        kind: 'note-added',
        actor,
        ticketId: id,
        customerId: open.ticket.customerId,
        public: false,
        data: { message },
      });
      return { ...(await saveChanges(tx, caller, open, actor, [])), message };
    });
  }
}

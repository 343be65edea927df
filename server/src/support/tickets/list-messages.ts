import type { Page } from '@bookinda/contracts/page';
import { PageInput } from '@bookinda/contracts/page.dto';
import { listMessages } from '@bookinda/contracts/support/routes';
import type { Message } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { messageJson } from './ticket-detail.js';

const earlier = {
  name: 'list-messages',
  text: `SELECT t.id, coalesce((SELECT json_agg(page.message ORDER BY page.id DESC) FROM (
      SELECT m.id, ${messageJson('$5')} AS message FROM message m
      WHERE m.tenant_id = $1 AND m.ticket_id = t.id AND ($3::uuid IS NULL OR m.id < $3) ORDER BY m.id DESC LIMIT $4) page), '[]') AS messages
    FROM ticket t WHERE t.tenant_id = $1 AND t.id = $2`,
};

/** The messages before those a ticket came with, newest first. */
@Controller()
export class ListMessages {
  constructor(private readonly db: Database) {}

  @Answers(listMessages, { to: staff(deskRoles, 'tickets:read'), limit: listLimit })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() { limit = defaultLimit, after }: PageInput,
  ): Promise<Page<Message>> {
    const list = `list-messages:${id}`;
    const [last] = placeOf(list, caller.tenantId, after, 1) ?? [null];
    const me = caller.kind === 'staff' ? caller.personId : null;
    const [row] = await this.db.statement<{ messages: Message[] }>(caller, earlier, [
      caller.tenantId,
      id,
      last,
      limit + 1,
      me,
    ]);
    return pageOf(found(row).messages, limit, (message) => cursorFor(list, caller.tenantId, [message.id]));
  }
}

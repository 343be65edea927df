import type { Page } from '@bookinda/contracts/page';
import type { PageInput } from '@bookinda/contracts/page.dto';
import type { Message } from '@bookinda/contracts/support/ticket';
import type { Database } from '../../platform/database/database.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { found } from '../../platform/http/refusal.js';
import { ownTicket, ownValues, type Requesting } from './requesting.js';
import { messageJson } from './ticket-detail.js';

const earlier = {
  name: 'own-messages',
  text: `SELECT t.id, coalesce((SELECT json_agg(page.message ORDER BY page.id DESC) FROM (
      SELECT m.id, ${messageJson('$8')} AS message FROM message m
      WHERE m.tenant_id = $1 AND m.ticket_id = t.id AND NOT m.internal AND ($6::uuid IS NULL OR m.id < $6)
      ORDER BY m.id DESC LIMIT $7) page), '[]') AS messages
    FROM ticket t WHERE t.id = $5 AND ${ownTicket('t')}`,
};

/** The public messages before those a requester's ticket came with, newest first. */
export async function earlierForRequester(
  db: Database,
  who: Requesting,
  id: string,
  { limit = defaultLimit, after }: PageInput,
): Promise<Page<Message>> {
  const list = `list-own-messages:${id}`;
  const [last] = placeOf(list, who.tenantId, after, 1) ?? [null];
  const values = [...ownValues(who), id, last, limit + 1, who.actor.id];
  const [row] = await db.statement<{ messages: Message[] }>(who, earlier, values);
  return pageOf(found(row).messages, limit, (message) => cursorFor(list, who.tenantId, [message.id]));
}

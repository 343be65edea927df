import type { PresetName, StatusKind } from '@bookinda/contracts/support/ticket-lifecycle';
import type { Database, Scope, Statement } from '../../platform/database/database.js';
import { cursorFor } from '../../platform/http/cursor.js';
import { found } from '../../platform/http/refusal.js';
import { confirmAddress } from './confirm-address.js';
import { sayInstant } from './excerpt.js';
import { ownTicket, ownValues, type Requesting } from './requesting.js';
import { ownTicketRow, rowJoins, ticketRowAlone } from './ticket-row.js';

/** How many messages a detail carries; earlier ones come by `list-messages`. */
export const messagesAtOnce = 100;

/** SQL: a Message as JSON from `m`; `me` is the reader's id, `mySide` the side that is all "mine" where the reader has no id. */
export const messageJson = (me: string) => `json_build_object(
  'id', m.id, 'at', ${sayInstant('m.at')}, 'side', m.side, 'internal', m.internal, 'author', m.author_name,
  'mine', coalesce(m.author_id = ${me}::uuid, false), 'body', m.body,
  'attachments', coalesce((SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size) ORDER BY f.id)
    FROM file f WHERE f.tenant_id = m.tenant_id AND f.message_id = m.id), '[]'))`;

/** SQL: the latest messages of `t`, oldest first, and the id of the oldest when there are more. */
const thread = (me: string, visible: string) => `
  LEFT JOIN LATERAL (
    SELECT coalesce(json_agg(latest.message ORDER BY latest.id) FILTER (WHERE latest.n <= ${messagesAtOnce}), '[]') AS messages,
      CASE WHEN count(*) > ${messagesAtOnce} THEN min(latest.id::text) FILTER (WHERE latest.n <= ${messagesAtOnce}) END AS earlier
    FROM (SELECT m.id, row_number() OVER (ORDER BY m.id DESC) AS n, ${messageJson(me)} AS message
      FROM message m WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id ${visible} ORDER BY m.id DESC LIMIT ${messagesAtOnce} + 1) latest) thread ON true`;

const beyondRow = (more: string) => `json_build_object('messages', thread.messages,
  'resolution', t.resolution, 'followUpOf', numbered_ticket(t.follow_up_of),
  'seen', t.last_public_event${more})::text`;

const deskMore =
  ", 'closingReason', t.closing_reason, 'reopenedCount', t.reopened_count, 'reference', t.reference, 'about', t.about";

interface DetailRow {
  row: string;
  more: string;
  kind: StatusKind;
  preset: PresetName;
  earlier: string | null;
}

const forDesk: Statement = {
  name: 'ticket-detail',
  plannedOnce: true,
  text: `SELECT ${ticketRowAlone}::text AS row, ${beyondRow(deskMore)} AS more, t.kind, d.preset, thread.earlier
    FROM ticket t ${rowJoins} ${thread('$3', '')} WHERE t.tenant_id = $1 AND t.id = $2`,
};

const forRequester: Statement = {
  name: 'own-ticket-detail',
  plannedOnce: true,
  text: `SELECT ${ownTicketRow}::text AS row, ${beyondRow('')} AS more, t.kind, d.preset, thread.earlier, t.address_confirmed AS confirmed
    FROM ticket t ${rowJoins} ${thread('$6', 'AND NOT m.internal')} WHERE t.id = $5 AND ${ownTicket('t')}`,
};

/** TicketDetail or OwnTicketDetail as JSON text; `extra` adds what the rules in contracts know. */
function detailText(
  { row, more, kind, earlier }: DetailRow,
  cursorOf: (id: string) => string,
  extra: Record<string, unknown>,
): string {
  const rest = JSON.stringify({
    open: kind !== 'closed',
    earlier: earlier === null ? null : cursorOf(earlier),
    ...extra,
  });
  return `${row.slice(0, -1)},${more.slice(1, -1)},${rest.slice(1)}`;
}

export async function detailForDesk(
  db: Database,
  scope: Scope,
  id: string,
  me: string | null,
  cursorOf: (id: string) => string,
  movesOf: (kind: StatusKind, preset: PresetName) => unknown,
): Promise<string> {
  const [row] = await db.statement<DetailRow>(scope, forDesk, [scope.tenantId, id, me]);
  const { kind, preset } = found(row);
  return detailText(found(row), cursorOf, { moves: movesOf(kind, preset) });
}

export async function detailForRequester(db: Database, who: Requesting, id: string): Promise<string> {
  const [row] = await db.statement<DetailRow & { confirmed: boolean }>(who, forRequester, [
    ...ownValues(who),
    id,
    who.actor.id,
  ]);
  // Once per ticket: only the mail to the address carries the link.
  if (row && !row.confirmed && who.onlyTicket === id) await confirmAddress(db, who.tenantId, id);
  return detailText(found(row), (oldest) => cursorFor(`list-own-messages:${id}`, who.tenantId, [oldest]), {});
}

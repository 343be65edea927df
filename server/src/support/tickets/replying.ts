import type { ReplyToTicket } from '@bookinda/contracts/support/reply.dto';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../identity/actor.js';
import type { DeskCaller } from '../../identity/callers.js';
import type { Database, Tx } from '../../platform/database/database.js';
import {
  answerOf,
  answerOnce,
  type KeptAnswer,
  keepAnswer,
  type RetryKey,
  unlessRefused,
} from '../../platform/http/idempotency.js';
import { fileOwnerOf } from '../thread/file-owner.js';
import { excerptOf, sayInstant, sayNumber } from './excerpt.js';
import { movesFor, statusOfKind } from './moves.js';

/** BS-05, BS-08: the message, where it takes the ticket, files, event and kept answer in one statement. */
const answering = {
  name: 'reply-to-ticket',
  text: `
  WITH before AS (
    SELECT t.*, d.number_prefix, d.number_width, $5::jsonb -> d.preset ->> t.kind AS to_kind
    FROM ticket t JOIN desk d ON d.tenant_id = t.tenant_id WHERE t.tenant_id = $1 AND t.id = $2 FOR UPDATE OF t
  ), newer AS (
    -- Public events carry the count of messages, taken under the row's lock: ids and times are not quite in the commits' order.
    SELECT m.id, m.at, m.side, m.author_name, m.body FROM before b JOIN event seen ON seen.tenant_id = $1 AND seen.id = $6::uuid
      JOIN event e ON e.tenant_id = $1 AND e.ticket_id = b.id AND e.public AND (e.data -> 'messages')::int > (seen.data -> 'messages')::int AND e.actor_id IS DISTINCT FROM $11::uuid
      JOIN message m ON m.tenant_id = $1 AND m.id = (e.data ->> 'message')::uuid
    WHERE NOT $7 AND b.last_public_event <> seen.id ORDER BY m.id LIMIT 20
  ), refusal AS (
    SELECT 404 AS status, '{"code": "not-found"}'::jsonb AS answer WHERE NOT EXISTS (SELECT FROM before)
    UNION ALL SELECT 409, '{"code": "ticket-closed"}' FROM before WHERE kind = 'closed'
    UNION ALL SELECT 409, '{"code": "move-refused"}' FROM before WHERE kind <> 'closed' AND to_kind IS NULL
    UNION ALL SELECT 409, jsonb_build_object('code', 'newer-activity', 'messages', (SELECT jsonb_agg(jsonb_build_object(
        'id', id, 'at', ${sayInstant('at')}, 'side', side, 'author', author_name, 'body', body)) FROM newer))
      FROM before WHERE to_kind IS NOT NULL AND EXISTS (SELECT FROM newer)
    UNION ALL SELECT 400, '{"code": "invalid-input", "errors": [{"path": "uploads", "code": "unknown", "message": "An upload is unknown, too old or already used."}]}'
      FROM before WHERE to_kind IS NOT NULL AND NOT EXISTS (SELECT FROM newer) AND cardinality($9::uuid[]) <> (SELECT count(*) FROM file f
        WHERE f.tenant_id = $1 AND f.id = ANY ($9) AND f.owner = $10 AND f.message_id IS NULL AND f.created_at > now() - interval '1 hour')
  ), moved AS (
    UPDATE ticket SET kind = b.to_kind, status = ${statusOfKind('b', 'b.to_kind')}, excerpt = ${excerptOf('$8')},
      message_count = b.message_count + 1 + ($17::text IS NOT NULL)::int, last_activity_at = now(), last_public_event = $4, search = search_with(b.search, concat_ws(' ', $8, $17::text)),
      first_reply_at = coalesce(b.first_reply_at, now()),
      resolved_at = CASE WHEN b.to_kind = 'solved' THEN coalesce(b.resolved_at, now()) END,
      resolution = CASE WHEN b.to_kind = 'solved' THEN coalesce($14, b.resolution) END
    FROM before b WHERE ticket.tenant_id = $1 AND ticket.id = b.id AND NOT EXISTS (SELECT FROM refusal)
    RETURNING ticket.id, ticket.status, ticket.kind, ticket.customer_id, ticket.message_count AS n, b.status AS was, ${sayNumber('b.number', 'b')} AS said
  ), said AS (
    INSERT INTO message (tenant_id, id, ticket_id, side, author_id, author_name, body) SELECT $1::uuid, $3::uuid, id, 'desk', $11::uuid, $12, $8 FROM moved
    UNION ALL SELECT $1, $18::uuid, id, 'system', NULL, $12, $17 FROM moved WHERE $17::text IS NOT NULL
  ), taken AS (
    UPDATE file SET ticket_id = moved.id, message_id = $3 FROM moved WHERE tenant_id = $1 AND file.id = ANY ($9) AND owner = $10 AND message_id IS NULL
  ), told AS (
    INSERT INTO event (tenant_id, id, kind, ticket_id, customer_id, actor_kind, actor_id, actor_name, public, data)
    SELECT $1, $4, 'desk-replied', id, customer_id, $13, $11, $12, true, jsonb_build_object('message', $3::uuid, 'messages', n)
      || CASE WHEN was <> status THEN jsonb_build_object('change', jsonb_build_object('field', 'status', 'from', was, 'to', status)) ELSE '{}' END
      || CASE WHEN $17::text IS NOT NULL THEN jsonb_build_object('done', $17::text) ELSE '{}' END FROM moved
  ), answer AS (
    SELECT 200 AS status, jsonb_build_object('id', id, 'number', said, 'status', status, 'kind', kind, 'seen', $4::uuid, 'message', $3::uuid) AS answer FROM moved
    UNION ALL SELECT status, answer FROM refusal
  ), kept AS (
    ${keepAnswer('$15', '$16', 'status', 'answer', 'answer')}
  )
  SELECT status, answer FROM answer`,
};

/** The desk's answer; the same retry key gives the same message again. */
export function replyFor(
  db: Database,
  caller: DeskCaller,
  ticketId: string,
  reply: ReplyToTicket,
  retry: RetryKey | null,
): Promise<TicketState> {
  const event = uuidv7();
  return answerOnce<TicketState>(db, caller, retry, () =>
    db.statement(
      caller,
      answering,
      valuesOf(caller, ticketId, reply, event, { retry, done: null }),
      unlessRefused<TicketState>(event),
    ),
  );
}

/**
 * The same as a part of a larger transaction, which keeps the answer itself. `done` is what that transaction does beside
 * the words, in the requester's language: a line of its own in the thread and in the mail.
 */
export async function replyIn(
  tx: Tx,
  caller: DeskCaller,
  ticketId: string,
  reply: ReplyToTicket,
  done: string | null,
): Promise<TicketState> {
  const event = uuidv7();
  const values = valuesOf(caller, ticketId, reply, event, { retry: null, done });
  const state = answerOf(await tx.row<KeptAnswer<TicketState>>(answering.text, values));
  tx.announce(event);
  return state;
}

/** In the order of the statement's parameters. */
function valuesOf(
  caller: DeskCaller,
  ticketId: string,
  { body, uploads = [], seen, force = false, resolve }: ReplyToTicket,
  event: string,
  { retry, done }: { retry: RetryKey | null; done: string | null },
): unknown[] {
  const actor = actorOf(caller);
  return [
    caller.tenantId,
    ticketId,
    uuidv7(),
    event,
    movesFor(resolve ? 'desk-resolves' : 'desk-reply'),
    seen ?? null,
    force,
    body,
    uploads,
    fileOwnerOf(caller),
    actor.id,
    actor.name,
    actor.kind,
    resolve ?? null,
    retry?.key ?? null,
    retry?.fingerprint ?? null,
    done,
    uuidv7(),
  ];
}

import type { RequesterMessage } from '@bookinda/contracts/support/reply.dto';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../platform/database/database.js';
import { answerOnce, keepAnswer, type RetryKey, unlessRefused } from '../../platform/http/idempotency.js';
import { excerptOf, sayNumber } from './excerpt.js';
import { movesFor, statusOfKind } from './moves.js';
import { ownTicket, ownValues, type Requesting } from './requesting.js';

/** BS-05, BS-07: the message, where it takes the ticket, files, event and kept answer in one statement. */
const reply = {
  name: 'requester-reply',
  text: `
  WITH before AS (
    SELECT t.*, d.number_prefix, d.number_width, $8::jsonb -> d.preset ->> t.kind AS to_kind
    FROM ticket t JOIN desk d ON d.tenant_id = t.tenant_id WHERE t.id = $5 AND ${ownTicket('t')} FOR UPDATE OF t
  ), refusal AS (
    SELECT 404 AS status, '{"code": "not-found"}'::jsonb AS answer WHERE NOT EXISTS (SELECT FROM before)
    UNION ALL SELECT 409, '{"code": "ticket-closed"}' FROM before WHERE to_kind IS NULL
    UNION ALL SELECT 400, '{"code": "invalid-input", "errors": [{"path": "uploads", "code": "unknown", "message": "An upload is unknown, too old or already used."}]}'
      FROM before WHERE to_kind IS NOT NULL AND cardinality($10::uuid[]) <> (SELECT count(*) FROM file f
        WHERE f.tenant_id = $1 AND f.id = ANY ($10) AND f.owner = $11 AND f.message_id IS NULL AND f.created_at > now() - interval '1 hour')
  ), moved AS (
    UPDATE ticket SET kind = b.to_kind, status = ${statusOfKind('b', 'b.to_kind')}, excerpt = ${excerptOf('$9')},
      message_count = b.message_count + 1, last_activity_at = now(), last_public_event = $7, search = search_with(b.search, $9),
      reopened_count = b.reopened_count + (b.kind = 'solved')::int, resolved_at = NULL, resolution = NULL
    FROM before b WHERE ticket.tenant_id = $1 AND ticket.id = b.id AND NOT EXISTS (SELECT FROM refusal)
    RETURNING ticket.id, ticket.status, ticket.kind, ticket.customer_id, ticket.message_count AS n, b.status AS was, b.kind = 'solved' AS reopened, ${sayNumber('b.number', 'b')} AS said
  ), said AS (
    INSERT INTO message (tenant_id, id, ticket_id, side, author_id, author_name, body) SELECT $1, $6, id, 'requester', $12, $13, $9 FROM moved
  ), taken AS (
    UPDATE file SET ticket_id = moved.id, message_id = $6 FROM moved WHERE tenant_id = $1 AND file.id = ANY ($10) AND owner = $11 AND message_id IS NULL
  ), told AS (
    INSERT INTO event (tenant_id, id, kind, ticket_id, customer_id, actor_kind, actor_id, actor_name, public, data)
    SELECT $1, $7, 'requester-replied', id, customer_id, 'requester', $12, $13, true, jsonb_build_object('message', $6::uuid, 'messages', n, 'reopened', reopened)
      || CASE WHEN was <> status THEN jsonb_build_object('change', jsonb_build_object('field', 'status', 'from', was, 'to', status)) ELSE '{}' END FROM moved
  ), answer AS (
    SELECT 200 AS status, jsonb_build_object('id', id, 'number', said, 'status', status, 'kind', kind, 'seen', $7::uuid, 'message', $6::uuid) AS answer FROM moved
    UNION ALL SELECT status, answer FROM refusal
  ), kept AS (
    ${keepAnswer('$14', '$15', 'status', 'answer', 'answer')}
  )
  SELECT status, answer FROM answer`,
};

/** A message of the requester's side; on a resolved ticket it re-opens, on a closed one it is refused (`ticket-closed`). */
export function replyAsRequester(
  db: Database,
  who: Requesting,
  ticketId: string,
  input: RequesterMessage,
  retry: RetryKey | null,
): Promise<TicketState> {
  const event = uuidv7();
  return answerOnce<TicketState>(db, who, retry, () =>
    db.statement(
      who,
      reply,
      [
        ...ownValues(who),
        ticketId,
        uuidv7(),
        event,
        movesFor('requester-message'),
        input.body,
        input.uploads ?? [],
        who.fileOwner,
        who.actor.id,
        who.actor.name,
        retry?.key ?? null,
        retry?.fingerprint ?? null,
      ],
      unlessRefused<TicketState>(event),
    ),
  );
}

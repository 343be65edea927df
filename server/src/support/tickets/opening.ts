import type { TicketWords } from '@bookinda/contracts/support/open-ticket.dto';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '../../identity/callers.js';
import type { Database, Scope, Statement, Tx } from '../../platform/database/database.js';
import type { Actor } from '../../platform/events/record.js';
import {
  answerOf,
  answerOnce,
  type KeptAnswer,
  keepAnswer,
  type RetryKey,
  unlessRefused,
} from '../../platform/http/idempotency.js';
import { excerptOf, sayNumber } from './excerpt.js';
import type { Requesting } from './requesting.js';

/** What every way of opening a ticket knows; portals, pages, the desk and later mail and API all come through here. */
export interface Opening {
  words: TicketWords;
  actor: Actor;
  /** Null for a visitor nobody knows. */
  customerId: string | null;
  /** Narrows `followUpOf` to the requester's own tickets; null when the desk files. */
  followUpWithin: string | null;
  name: string;
  email: string | null;
  person: string | null;
  language: string;
  fileOwner: string;
  reference?: string | null;
  metadata?: Record<string, unknown> | null;
  /** The page's key, where a visitor typed the address: anybody could have, so it counts as not confirmed. */
  siteKeyOfVisitor?: string | null;
  /** A proof of work to spend; null where none is needed. */
  proofSalt?: string | null;
  /** What it is about beside its words, as the feature that opens it reads it again; the desk only passes it on. */
  about?: Record<string, unknown> | null;
}

/** What is known of a customer who opens a ticket on a page of her salon's. */
export function byCustomer(
  { customerId, name, email }: Customer,
  { actor, fileOwner }: Requesting,
): Omit<Opening, 'words' | 'language'> {
  return { actor, customerId, followUpWithin: customerId, name, email, person: null, fileOwner };
}

/** `hu-HU` → `hu`. */
export function languageOf(tag: string | undefined): string {
  return /^[a-z]{2,3}/i.exec(tag ?? '')?.[0].toLowerCase() ?? 'en';
}

/**
 * BS-03, BS-06: number, ticket, first message, files, event and kept answer in one statement. The counter row's lock
 * lives as long as this one statement; an abort gives the number back.
 */
const open: Statement = {
  name: 'open-ticket',
  plannedOnce: true,
  text: `
  WITH start AS (
    SELECT code, kind FROM ticket_status WHERE tenant_id = $1 AND kind = 'new' AND NOT retired ORDER BY position LIMIT 1
  ), proof AS (
    INSERT INTO spent_proof (tenant_id, salt) SELECT $1, $20::text WHERE $20::text IS NOT NULL ON CONFLICT DO NOTHING RETURNING salt
  ), refusal AS (
    SELECT CASE
      WHEN $20::text IS NOT NULL AND NOT EXISTS (SELECT FROM proof) THEN '{"code": "proof-required"}'::jsonb
      WHEN NOT EXISTS (SELECT FROM ticket_category c WHERE c.tenant_id = $1 AND c.code = $6 AND NOT c.retired)
        THEN '{"code": "invalid-input", "errors": [{"path": "type", "code": "unknown", "message": "This desk has no such category."}]}'
      WHEN cardinality($17::uuid[]) <> (SELECT count(*) FROM file f WHERE f.tenant_id = $1 AND f.id = ANY ($17) AND f.owner = $18
          AND f.message_id IS NULL AND f.created_at > now() - interval '1 hour')
        THEN '{"code": "invalid-input", "errors": [{"path": "uploads", "code": "unknown", "message": "An upload is unknown, too old or already used."}]}'
      WHEN $16::uuid IS NOT NULL AND NOT EXISTS (SELECT FROM ticket p WHERE p.tenant_id = $1 AND p.id = $16 AND ($19::uuid IS NULL OR p.customer_id = $19))
        THEN '{"code": "invalid-input", "errors": [{"path": "followUpOf", "code": "unknown", "message": "There is no such ticket."}]}'
    END AS answer
  ), counted AS (
    UPDATE desk SET last_number = last_number + 1 FROM refusal WHERE tenant_id = $1 AND refusal.answer IS NULL
    RETURNING last_number AS number, ${sayNumber('last_number', 'desk')} AS said
  ), opened AS (
    INSERT INTO ticket (tenant_id, id, number, subject, category, status, kind, customer_id, requester_name, requester_email, requester_person,
      language, follow_up_of, reference, metadata, excerpt, last_public_event, about, address_confirmed, search)
    SELECT $1, $2, counted.number, $7, $6, start.code, start.kind, $9, $10, $11, $12, $13, $16, $14, $15::jsonb, ${excerptOf('$8')}, $4, $25::jsonb, $26::uuid IS NULL,
      setweight(to_tsvector('folded', plain_words($7)), 'A') || to_tsvector('folded', plain_words($8)) || setweight(to_tsvector('folded', plain_words($10 || ' ' || coalesce($11, ''))), 'D')
    FROM counted, start RETURNING id, status
  ), said AS (
    INSERT INTO message (tenant_id, id, ticket_id, side, author_id, author_name, body)
    SELECT $1, $3, id, CASE WHEN $21 = 'requester' THEN 'requester' ELSE 'desk' END, $22, $23, $8 FROM opened
  ), taken AS (
    UPDATE file SET ticket_id = $2, message_id = $3 FROM opened
    WHERE tenant_id = $1 AND file.id = ANY ($17) AND owner = $18 AND message_id IS NULL
  ), told AS (
    INSERT INTO event (tenant_id, id, kind, ticket_id, customer_id, actor_kind, actor_id, actor_name, public, data)
    SELECT $1, $4, 'ticket-opened', id, $9, $21, $22, $23, true, jsonb_build_object('message', $3::uuid, 'messages', 1, 'status', status, 'category', $6::text)
      || CASE WHEN $26::uuid IS NULL THEN '{}' ELSE jsonb_build_object('siteKey', $26::uuid) END FROM opened
  ), answer AS (
    SELECT 201 AS status, jsonb_build_object('id', opened.id, 'number', counted.said, 'status', opened.status) AS answer FROM opened, counted
  ), kept AS (
    ${keepAnswer('$5', '$24', 'status', 'answer', 'answer')}
  )
  SELECT status, answer FROM answer
  UNION ALL SELECT CASE answer ->> 'code' WHEN 'proof-required' THEN 403 ELSE 400 END, answer FROM refusal WHERE answer IS NOT NULL`,
};

/** Opens a ticket; the same retry key gives the same number again. */
export function openTicketFor(
  db: Database,
  scope: Scope,
  opening: Opening,
  retry: RetryKey | null,
): Promise<TicketReceipt> {
  const event = uuidv7();
  return answerOnce<TicketReceipt>(db, scope, retry, () =>
    db.statement(scope, open, valuesOf(scope, opening, event, retry), unlessRefused<TicketReceipt>(event)),
  );
}

/** The same as a part of a larger transaction, which keeps the answer itself. */
export async function openTicketIn(tx: Tx, scope: Scope, opening: Opening): Promise<TicketReceipt> {
  const event = uuidv7();
  const kept = await tx.row<KeptAnswer<TicketReceipt>>(open.text, valuesOf(scope, opening, event, null));
  const receipt = answerOf(kept);
  tx.announce(event);
  return receipt;
}

/** In the order of the statement's parameters. */
function valuesOf(scope: Scope, opening: Opening, event: string, retry: RetryKey | null): unknown[] {
  const { words, actor } = opening;
  return [
    scope.tenantId,
    uuidv7(),
    uuidv7(),
    event,
    retry?.key ?? null,
    words.type,
    words.subject,
    words.description,
    opening.customerId,
    opening.name,
    opening.email,
    opening.person,
    opening.language,
    opening.reference ?? null,
    opening.metadata ? JSON.stringify(opening.metadata) : null,
    words.followUpOf ?? null,
    words.uploads ?? [],
    opening.fileOwner,
    opening.followUpWithin,
    opening.proofSalt ?? null,
    actor.kind,
    actor.id,
    actor.name,
    retry?.fingerprint ?? null,
    opening.about ? JSON.stringify(opening.about) : null,
    opening.siteKeyOfVisitor ?? null,
  ];
}

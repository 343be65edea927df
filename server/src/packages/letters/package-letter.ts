import { limits } from '@bookinda/contracts/limits';
import type { LetterPreview, PackageLetter } from '@bookinda/contracts/packages/package-letter';
import type { Tx } from '../../platform/database/database.js';
import { found } from '../../platform/http/refusal.js';
import { letterMessage } from './letter-message.js';

const instant = (at: string) => `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** SQL: what became of the letter to one customer, from a package_letter_item `i`. */
export const ofItem = `LEFT JOIN event e ON e.tenant_id = i.tenant_id AND e.id = i.event_id
  LEFT JOIN mail m ON m.tenant_id = i.tenant_id AND m.event_id = i.event_id AND m.message = '${letterMessage}'`;
/** SQL: why she got none; beside what was known before, what turned out since. */
export const whyOf = `CASE WHEN i.why IS NOT NULL THEN i.why WHEN m.state = 'unsubscribed' THEN 'unsubscribed'
  WHEN m.id IS NULL AND e.decided_at IS NOT NULL THEN CASE WHEN EXISTS (
    SELECT FROM customer c WHERE c.tenant_id = i.tenant_id AND c.id = i.customer_id AND coalesce(c.email, '') = '') THEN 'no-address' ELSE 'cancelled' END END`;
/** SQL: waiting, sent, failed or left-out. */
export const stateOf = `CASE WHEN i.why IS NOT NULL OR m.state = 'unsubscribed' OR (m.id IS NULL AND e.decided_at IS NOT NULL) THEN 'left-out'
  WHEN m.state IN ('sent', 'failed') THEN m.state WHEN m.state IN ('too-many', 'too-old') THEN 'failed' ELSE 'waiting' END`;

/** SQL: a PackageLetter as JSON, from a package_letter `l`. */
export const letterView = `(SELECT json_build_object('id', l.id, 'at', ${instant('l.at')}, 'by', l.actor_name, 'subject', l.subject, 'body', l.body, 'state', l.state,
    'customers', count(*), 'waiting', count(*) FILTER (WHERE s.state = 'waiting'), 'sent', count(*) FILTER (WHERE s.state = 'sent'),
    'failed', count(*) FILTER (WHERE s.state = 'failed'), 'leftOut', count(*) FILTER (WHERE s.state = 'left-out'))
  FROM (SELECT ${stateOf} AS state FROM package_letter_item i ${ofItem} WHERE i.tenant_id = l.tenant_id AND i.letter_id = l.id) s)`;

export async function readLetterIn(tx: Tx, tenantId: string, id: string): Promise<PackageLetter> {
  const row = await tx.row<{ view: PackageLetter }>(
    `SELECT ${letterView} AS view FROM package_letter l WHERE l.tenant_id = $1 AND l.id = $2`,
    [tenantId, id],
  );
  return found(row).view;
}

/** The newest letter with these words of the last 30 days, and who was meant to get it; `at`: now. */
export async function sentBefore(
  tx: Tx,
  tenantId: string,
  { subject, body }: { subject: string; body: string },
  at: string,
): Promise<LetterPreview['before']> {
  const row = await tx.row<{ before: LetterPreview['before'] }>(
    `SELECT json_build_object('id', l.id, 'at', ${instant('l.at')}, 'customers',
       (SELECT count(*) FROM package_letter_item i WHERE i.tenant_id = $1 AND i.letter_id = l.id AND i.why IS NULL)) AS before
     FROM package_letter l WHERE l.tenant_id = $1 AND md5(l.subject || chr(10) || l.body) = md5($2 || chr(10) || $3) AND l.subject = $2 AND l.body = $3
       AND l.at > $4::timestamptz - interval '30 days' ORDER BY l.at DESC LIMIT 1`,
    [tenantId, subject.trim(), body.trim(), at],
  );
  return row?.before ?? null;
}

/** How many letters the salon may still send; those of the last 24 hours count. */
export async function allowanceOf(tx: Tx, tenantId: string, at: string): Promise<number> {
  const row = await tx.row<{ sent: number }>(
    `SELECT count(*)::int AS sent FROM package_letter l JOIN package_letter_item i ON i.tenant_id = l.tenant_id AND i.letter_id = l.id AND i.why IS NULL
     WHERE l.tenant_id = $1 AND l.at > $2::timestamptz - interval '24 hours'`,
    [tenantId, at],
  );
  return Math.max(0, limits.lettersPerDay - (row?.sent ?? 0));
}

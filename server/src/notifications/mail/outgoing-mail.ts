import { v7 as uuidv7 } from 'uuid';
import type { Config } from '../../platform/config.js';
import { type Letter, type Letterhead, rendered } from './letter.js';
import type { MailLimit } from './mail-limits.js';
import { withSealedLinks } from './mail-links.js';
import { oldest } from './oldest-mail.js';

/** A mail as somebody means it. */
export interface MailOrder {
  tenantId: string;
  /** What the mail log calls it: `reset-password`, `desk-replied`. */
  message: string;
  to: { address: string; name?: string | null };
  subject: string;
  letter: Letter;
  /** Who can cause it; left out: a mail about an account. */
  limit?: MailLimit;
}

/** With its cause and its place in a conversation. */
export interface OutgoingMail extends MailOrder {
  /** Null for mails that no event causes. */
  event: string | null;
  head: Letterhead;
  headers: MailHeaders;
  /** Asked not to be written to about this. */
  declined?: boolean | undefined;
}

/** Why a mail is written and not sent. */
export type Held = 'too-many' | 'bundled' | 'unsubscribed';

/** Headers beyond sender, recipient and subject, as the outbox keeps them. */
export interface MailHeaders {
  /** Message-ids, without their angle brackets. */
  inReplyTo?: string;
  /** The address that answers go to. */
  replyTo?: string;
  /** RFC 8058: where one POST ends these mails; in the table a placeholder (mail-links.ts). */
  unsubscribe?: string;
}

/** A row of the outbox, rendered, with its links sealed beside the words; `held`: why it is not to be sent. */
export function outboxRow(mail: OutgoingMail, config: Config, held: Held | null = null): object {
  const id = uuidv7();
  const { letter, links } = withSealedLinks(mail.letter, id, config.keys);
  const { html, text } = rendered(letter, mail.head);
  return {
    id,
    event_id: mail.event,
    message: mail.message,
    recipient: mail.to.address,
    recipient_name: mail.to.name ?? null,
    subject: oneLine(mail.subject),
    html,
    body: text,
    headers: {
      from: mail.head.name,
      ...mail.headers,
      ...(mail.head.replyTo ? { replyTo: mail.head.replyTo } : {}),
      ...(letter.unsubscribe ? { unsubscribe: letter.unsubscribe.url } : {}),
    },
    message_id: `${id}@${domainOf(config)}`,
    links: links?.toString('base64') ?? null,
    held,
  };
}

/**
 * SQL: enters the rows of a JSON array (`$n`) for the tenant `$1` and returns id and state. What one event already told
 * one person is left out; a mail that is held back, to somebody who ended such mails or about something long past, gets the row, but is not sent.
 */
export function enterMails(rows: string, condition = 'true'): string {
  return `INSERT INTO mail (tenant_id, id, event_id, message, recipient, recipient_name, subject, html, body, headers, message_id, links, state)
    SELECT $1::uuid, m.id, m.event_id, m.message, m.recipient, m.recipient_name, m.subject, m.html, m.body, m.headers, m.message_id, decode(m.links, 'base64'),
      CASE WHEN m.recipient = '' THEN 'no-address' WHEN EXISTS (SELECT FROM unsubscribed u WHERE u.tenant_id = $1 AND u.address = lower(m.recipient) AND u.message = m.message)
        THEN 'unsubscribed' WHEN m.held IS NOT NULL THEN m.held
        WHEN (SELECT e.at < now() - ${oldest} FROM event e WHERE e.tenant_id = $1 AND e.id = m.event_id) THEN 'too-old' ELSE 'waiting' END
    FROM json_to_recordset(${rows}::json) AS m(id uuid, event_id uuid, message text, recipient text, recipient_name text, subject text, html text,
      body text, headers jsonb, message_id text, links text, held text)
    WHERE ${condition}
    ON CONFLICT (tenant_id, event_id, lower(recipient)) WHERE event_id IS NOT NULL DO NOTHING RETURNING id, state`;
}

/** The right side of our Message-IDs. */
export function domainOf({ publicUrl }: Config): string {
  return new URL(publicUrl).hostname;
}

/** Nothing a person typed may start a new header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Tx } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { type Letter, type Letterhead, rendered } from './letter.js';
import { sendMailJob } from './send-mail-job.js';

/** A mail that no event causes: a password reset, an invitation. */
export interface MailOrder {
  tenantId: string;
  /** What the mail log calls it: `reset-password`, `invitation`. */
  message: string;
  to: { address: string; name?: string | null };
  subject: string;
  letter: Letter;
}

/** One row of the outbox, ready to be sent as it is. */
export interface OutgoingMail extends MailOrder {
  event: string | null;
  head: Letterhead;
  headers: MailHeaders;
  state: 'waiting' | 'unsubscribed';
}

/** Headers beyond sender, recipient and subject, as the outbox keeps them. */
export interface MailHeaders {
  /** Message-ids, without their angle brackets. */
  inReplyTo?: string;
  /** RFC 8058: where one POST ends these mails. */
  unsubscribe?: string;
}

/**
 * The outbox's slot. A mail is rendered and stored in the transaction that means it, and sent after the commit:
 *
 * ```ts
 * await this.post.mail(tx, { tenantId, message: 'reset-password', to: { address, name }, subject, letter: { language, heading, paragraphs, button } });
 * ```
 */
@Injectable()
export class Post {
  constructor(
    private readonly jobs: Jobs,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Stores the mail in `tx`, whose scope must be `order.tenantId`; its id is the one in the mail log. */
  async mail(tx: Tx, order: MailOrder): Promise<string> {
    const head = await tx.row<Letterhead>('SELECT name, accent FROM tenant WHERE id = $1', [order.tenantId]);
    if (!head) throw new Error(`No tenant ${order.tenantId} in this transaction's scope.`);
    const [id] = await this.store(tx, [{ ...order, event: null, head, headers: {}, state: 'waiting' }]);
    if (!id) throw new Error(`The mail "${order.message}" was not stored.`);
    return id;
  }

  /** Stores mails and, after the commit, wakes the sender. What the same event already told the same person is left out. */
  async store(tx: Tx, mails: OutgoingMail[]): Promise<string[]> {
    const stored: string[] = [];
    for (const mail of mails) {
      const id = uuidv7();
      const { html, text } = rendered(mail.letter, mail.head);
      const row = await tx.row<{ id: string }>(insertMail, [
        mail.tenantId,
        id,
        mail.event,
        mail.message,
        mail.to.address,
        mail.to.name ?? null,
        oneLine(mail.subject),
        html,
        text,
        JSON.stringify({ from: mail.head.name, ...mail.headers }),
        `${id}@${this.domain}`,
        mail.state,
      ]);
      if (row && mail.state === 'waiting') {
        stored.push(id);
        tx.afterCommit(() => this.wake(mail.tenantId, id));
      }
    }
    return stored;
  }

  /** The right side of our Message-IDs. */
  get domain(): string {
    return new URL(this.config.publicUrl).hostname;
  }

  /** A lost wake-up costs seconds: a sweep looks for waiting mails. */
  private wake(tenantId: string, id: string): void {
    this.jobs.enqueueAll([sendMailJob(tenantId, id)]).catch(() => undefined);
  }
}

const insertMail = `INSERT INTO mail (tenant_id, id, event_id, message, recipient, recipient_name, subject, html, body, headers, message_id, state)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ON CONFLICT (tenant_id, event_id, lower(recipient)) WHERE event_id IS NOT NULL DO NOTHING RETURNING id`;

/** Nothing a person typed may start a new header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

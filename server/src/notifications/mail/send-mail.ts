import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { attemptMs, type Envelope, MailRefused, Smtp } from '../../platform/mail-transport/smtp.js';
import { withLinks } from './mail-links.js';
import { oldest } from './oldest-mail.js';
import type { MailHeaders } from './outgoing-mail.js';
import { type SendMailPayload, sendMailJob, sendMailTask } from './send-mail-job.js';

/** Seconds before the next attempt: 5, 10, 20 … and never more than 8 minutes, so a server that returns is used within ten. */
function pauseAfter(attempts: number): number {
  return Math.min(5 * 2 ** Math.min(attempts - 1, 10), 480);
}

/** About a day of attempts; then the mail counts as failed. */
const maxAttempts = 180;

interface MailRow {
  recipient: string;
  recipient_name: string | null;
  subject: string;
  html: string;
  body: string;
  headers: MailHeaders & { from: string };
  message_id: string;
  attempts: number;
  links: Buffer | null;
  /** Of the ticket that the mail is about; null where it is about none. */
  link_version: number | null;
}

/**
 * NT-01: sends one row of the outbox. An attempt first claims the row (the claim outlasts the longest attempt), then
 * talks to the mail server without holding a connection of the database, then notes the result. Only a process that
 * dies between the server's "accepted" and our note makes a second copy; it bears the same Message-ID.
 */
@Injectable()
export class SendMail implements OnModuleInit {
  private readonly log = new Logger('mail');
  private told = false;

  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly smtp: Smtp,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.jobs.handle<SendMailPayload>(sendMailTask, (payload) => this.send(payload));
  }

  async send({ tenantId, mail }: SendMailPayload): Promise<void> {
    if (!this.smtp.available) return this.tellOnce();
    const [row] = await this.db.statement<MailRow>({ tenantId }, claim, [tenantId, mail, (2 * attemptMs) / 1_000]);
    if (!row) return;
    const refusal = await this.attempt(mail, row).then(
      () => undefined,
      (error: unknown) => (error instanceof MailRefused ? error : new MailRefused(String(error), false)),
    );
    if (!refusal) {
      await this.db.statement({ tenantId }, sent, [tenantId, mail]);
    } else if (refusal.permanent || row.attempts >= maxAttempts) {
      await this.db.statement({ tenantId }, failed, [tenantId, mail, refusal.message]);
      this.log.warn(`Mail ${mail} failed for good: ${refusal.message}`);
    } else {
      await this.tryLater(tenantId, mail, row.attempts, refusal.message);
    }
  }

  private async attempt(id: string, row: MailRow): Promise<void> {
    const { html, body, headers, links, link_version: linkVersion } = row;
    const stored = { html, body, unsubscribe: headers.unsubscribe };
    const words = withLinks(stored, id, links, this.config.keys, linkVersion);
    if (!words) throw new MailRefused('The secret that sealed its links is neither SECRET nor in SECRET_OLD.', true);
    await this.smtp.send(envelopeOf({ ...row, ...words, headers: { ...headers, unsubscribe: words.unsubscribe } }));
  }

  private async tryLater(tenantId: string, mail: string, attempts: number, error: string): Promise<void> {
    const [next] = await this.db.statement<{ at: Date }>({ tenantId }, later, [
      tenantId,
      mail,
      error,
      pauseAfter(attempts),
    ]);
    if (next) await this.jobs.enqueueAll([{ ...sendMailJob(tenantId, mail), runAt: next.at.toISOString() }]);
  }

  private tellOnce(): void {
    if (!this.told) this.log.warn('No mail server is set (SMTP_URL, or MAIL=off): mails wait in the outbox.');
    this.told = true;
  }
}

const claim = {
  name: 'claim-mail',
  // The same statement puts away what waited too long.
  text: `WITH late AS (
      UPDATE mail SET state = 'too-old'
      WHERE tenant_id = $1 AND id = $2 AND state = 'waiting' AND next_attempt_at <= now() AND created_at < now() - ${oldest}
    )
    UPDATE mail SET attempts = attempts + 1, next_attempt_at = now() + $3 * interval '1 second'
    WHERE tenant_id = $1 AND id = $2 AND state = 'waiting' AND next_attempt_at <= now() AND created_at >= now() - ${oldest}
    RETURNING recipient, recipient_name, subject, html, body, headers, message_id, attempts, links,
      (SELECT t.link_version FROM event e JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
        WHERE e.tenant_id = $1 AND e.id = mail.event_id) AS link_version`,
};
const sent = {
  name: 'mail-sent',
  // The table forgets its links with the state (forget_mail_links).
  text: `UPDATE mail SET state = 'sent', sent_at = now(), error = NULL WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'`,
};
const failed = {
  name: 'mail-failed',
  text: `UPDATE mail SET state = 'failed', error = $3 WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'`,
};
const later = {
  name: 'mail-later',
  text: `UPDATE mail SET error = $3, next_attempt_at = now() + $4 * interval '1 second' WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'
    RETURNING next_attempt_at AS at`,
};

function envelopeOf(row: MailRow): Envelope {
  const { from, inReplyTo, replyTo, unsubscribe } = row.headers;
  return {
    from: { name: from },
    to: { name: row.recipient_name ?? '', address: row.recipient },
    subject: row.subject,
    html: row.html,
    text: row.body,
    messageId: row.message_id,
    inReplyTo,
    replyTo,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe
        ? { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
        : {}),
    },
  };
}

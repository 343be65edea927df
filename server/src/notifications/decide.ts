import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database/database.js';
import { decideTask } from '../platform/events/news-wire.js';
import type { News } from '../platform/events/newsroom.js';
import { Jobs } from '../platform/jobs/jobs.js';
import type { Letterhead } from './mail/letter.js';
import { type OutgoingMail, Post } from './mail/post.js';
import { wordsOfMails } from './mail/words.js';
import { type Cause, type EventRow, Messages, type Recipient } from './message.js';
import { unsubscribeToken } from './unsubscribe/unsubscribe-token.js';

/**
 * NT-01: turns an event into mails, once. The mails and the mark "decided" commit together, so a crash leaves neither;
 * running again finds the mark. An unknown id is no error: a refused verb announces an event it never wrote.
 */
@Injectable()
export class Decide implements OnModuleInit {
  private readonly log = new Logger('decide');

  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly messages: Messages,
    private readonly post: Post,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.jobs.handle<News & Record<string, unknown>>(decideTask, (news) => this.decide(news));
  }

  async decide({ tenantId, events }: News): Promise<void> {
    const rows = await this.db.statement<EventRow>({ tenantId }, undecided, [tenantId, events]);
    const silent = rows.filter(({ kind }) => !this.messages.concern(kind));
    await this.mark(tenantId, silent);
    const failures: unknown[] = [];
    for (const event of rows.filter((row) => !silent.includes(row))) {
      // One event that cannot be told must not keep the others from being told.
      await this.tell(event).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} of ${rows.length} events were not told: ${String(failures[0])}`,
      );
  }

  private async tell(event: EventRow): Promise<void> {
    const { tenantId } = event;
    const causes = await this.messages.causedBy(this.db, event);
    await this.db.write({ tenantId }, async (tx) => {
      const claimed = await tx.row(
        'UPDATE event SET decided_at = now() WHERE tenant_id = $1 AND id = $2 AND decided_at IS NULL RETURNING id',
        [tenantId, event.id],
      );
      if (!claimed || causes.length === 0) return;
      const head = await tx.row<Letterhead>('SELECT name, accent FROM tenant WHERE id = $1', [tenantId]);
      if (!head) throw new Error(`No tenant ${tenantId}.`);
      await this.post.store(tx, await this.mailsOf(tx, event, causes, head));
    });
    this.log.debug(`${event.kind} ${event.id}: ${causes.length} messages`);
  }

  private async mailsOf(tx: Tx, event: EventRow, causes: Cause[], head: Letterhead): Promise<OutgoingMail[]> {
    const ended = await tx.rows<{ address: string; message: string }>(
      'SELECT address, message FROM unsubscribed WHERE tenant_id = $1',
      [event.tenantId],
    );
    return causes.flatMap((cause) =>
      cause.message.to(cause.facts).map((recipient) => {
        const mail = this.mailOf(event, cause, recipient, head);
        const over = ended.some(
          ({ address, message }) => message === mail.message && address === recipient.address.toLowerCase(),
        );
        return over ? { ...mail, state: 'unsubscribed' } : mail;
      }),
    );
  }

  private mailOf(
    event: EventRow,
    { message, facts, conversation }: Cause,
    recipient: Recipient,
    head: Letterhead,
  ): OutgoingMail {
    const { subject, letter } = message.says[recipient.language](facts);
    const { button, ...said } = letter;
    const token = unsubscribeToken(this.config.secret, {
      tenantId: event.tenantId,
      message: message.name,
      address: recipient.address,
    });
    const unsubscribe = message.endable ? `${this.config.publicUrl}/v1/unsubscribe/${token}` : undefined;
    return {
      tenantId: event.tenantId,
      event: event.id,
      message: message.name,
      to: recipient,
      subject,
      head,
      state: 'waiting',
      letter: {
        language: recipient.language,
        ...said,
        ...(button ? { button: { label: button, url: recipient.url } } : {}),
        ...(unsubscribe
          ? { unsubscribe: { label: wordsOfMails[recipient.language].unsubscribe, url: unsubscribe } }
          : {}),
      },
      headers: { inReplyTo: `${conversation}@${this.post.domain}`, ...(unsubscribe ? { unsubscribe } : {}) },
    };
  }

  private async mark(tenantId: string, events: EventRow[]): Promise<void> {
    if (events.length === 0) return;
    await this.db.statement({ tenantId }, decided, [tenantId, events.map(({ id }) => id)]);
  }
}

const undecided = {
  name: 'undecided-events',
  text: `SELECT tenant_id AS "tenantId", id, kind, ticket_id AS "ticketId", package_id AS "packageId", customer_id AS "customerId", public, data,
      json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) AS actor
    FROM event WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND decided_at IS NULL ORDER BY id`,
};

const decided = {
  name: 'mark-decided',
  text: 'UPDATE event SET decided_at = now() WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND decided_at IS NULL',
};

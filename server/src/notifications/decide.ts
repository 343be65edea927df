import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { Database, type Statement } from '../platform/database/database.js';
import { decideTask } from '../platform/events/news-wire.js';
import type { News } from '../platform/events/newsroom.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Smtp } from '../platform/mail-transport/smtp.js';
import type { Letterhead } from './mail/letter.js';
import { MailAllowance } from './mail/mail-allowance.js';
import { domainOf, enterMails, type OutgoingMail, outboxRow } from './mail/outgoing-mail.js';
import { sendMailJob } from './mail/send-mail-job.js';
import { wordsOfMails } from './mail/words.js';
import { type Cause, type EventRow, Messages, type Recipient } from './message.js';
import { unsubscribeToken } from './unsubscribe/unsubscribe-token.js';

/** Events of one tenant that are told together. */
const atOnce = 100;

interface UndecidedRow extends EventRow {
  head: Letterhead;
}

/** An event with the outbox rows it causes. */
interface Decision {
  event: string;
  rows: object[];
}

/**
 * NT-01: turns events into mails, once. A batch is one reading per feature and one statement that marks the events and
 * enters their mails, so a crash leaves neither; running again finds the mark. An unknown id is no error: a refused verb
 * announces an event it never wrote.
 */
@Injectable()
export class Decide implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly messages: Messages,
    private readonly smtp: Smtp,
    private readonly allowance: MailAllowance,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.jobs.handle<{ news: News[] }>(decideTask, async ({ news }) => {
      for (const batch of news) await this.decide(batch);
    });
  }

  async decide({ tenantId, events }: News): Promise<void> {
    for (let from = 0; from < events.length; from += atOnce)
      await this.decideSome(tenantId, events.slice(from, from + atOnce));
  }

  /** One event that cannot be told must not keep the others from being told; it stays undecided and the job fails. */
  private async decideSome(tenantId: string, ids: string[]): Promise<void> {
    const events = await this.db.statement<UndecidedRow>({ tenantId }, undecided, [tenantId, ids]);
    if (events.length === 0) return;
    const failures: unknown[] = [];
    const causes = await this.messages.causedBy(this.db, events);
    const decisions: Decision[] = [];
    for (const event of events) {
      try {
        decisions.push({ event: event.id, rows: await this.rowsOf(event, causes.get(event.id) ?? []) });
      } catch (error) {
        failures.push(error);
      }
    }
    await this.enter(tenantId, decisions, failures);
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} of ${events.length} events were not told: ${String(failures[0])}`,
      );
  }

  private async enter(tenantId: string, decisions: Decision[], failures: unknown[]): Promise<void> {
    if (decisions.length === 0) return;
    const values = [
      tenantId,
      decisions.map(({ event }) => event),
      JSON.stringify(decisions.flatMap(({ rows }) => rows)),
    ];
    try {
      const mails = await this.db.statement<{ id: string; state: string }>({ tenantId }, decide, values);
      const waiting = this.smtp.available ? mails.filter(({ state }) => state === 'waiting') : [];
      // A lost wake-up costs seconds: a sweep looks for waiting mails.
      await this.jobs.enqueueAll(waiting.map(({ id }) => sendMailJob(tenantId, id))).catch(() => undefined);
    } catch (error) {
      if (decisions.length === 1) failures.push(error);
      else for (const decision of decisions) await this.enter(tenantId, [decision], failures);
    }
  }

  /** One mail per address: of several messages that one event causes, a person gets the first. */
  private async rowsOf(event: UndecidedRow, causes: Cause[]): Promise<object[]> {
    const mails = new Map<string, { mail: OutgoingMail; cause: Cause }>();
    for (const cause of causes) {
      for (const recipient of cause.message.to(cause.facts)) {
        const address = recipient.address.toLowerCase();
        if (!mails.has(address)) mails.set(address, { mail: this.mailOf(event, cause, recipient), cause });
      }
    }
    const rows: object[] = [];
    for (const { mail, cause } of mails.values()) {
      const { limit = 'members' } = cause.message;
      const held = await this.allowance.heldBack(mail, {
        limit: typeof limit === 'function' ? limit(cause.facts) : limit,
        siteKey: cause.siteKey,
      });
      rows.push(outboxRow(mail, this.config, held));
    }
    return rows;
  }

  private mailOf(event: UndecidedRow, { message, facts, conversation }: Cause, recipient: Recipient): OutgoingMail {
    const { tenantId, head } = event;
    const { subject, letter } = message.says[recipient.language](facts);
    const { button, ...said } = letter;
    const token = { tenantId, message: message.name, address: recipient.address, language: recipient.language };
    const endable = typeof message.endable === 'function' ? message.endable(facts) : message.endable;
    const link =
      endable && recipient.address
        ? `${this.config.publicUrl}/v1/unsubscribe/${unsubscribeToken(this.config.keys, token)}`
        : undefined;
    const label = wordsOfMails[recipient.language].unsubscribe;
    return {
      tenantId,
      event: event.id,
      message: message.name,
      to: recipient,
      declined: recipient.declined,
      subject,
      head,
      letter: {
        language: recipient.language,
        ...said,
        ...(button ? { button: { label: button, url: recipient.url } } : {}),
        ...(link ? { unsubscribe: { label, url: link } } : {}),
      },
      headers: { inReplyTo: `${conversation}@${domainOf(this.config)}` },
    };
  }
}

const undecided: Statement = {
  name: 'undecided-events',
  plannedOnce: true,
  text: `SELECT e.tenant_id AS "tenantId", e.id, e.kind, e.ticket_id AS "ticketId", e.package_id AS "packageId", e.customer_id AS "customerId",
      e.public, e.data, json_build_object('kind', e.actor_kind, 'id', e.actor_id, 'name', e.actor_name) AS actor,
      json_build_object('name', t.name, 'accent', t.accent, 'replyTo', coalesce(nullif(d.team_email, ''), nullif(t.email, ''))) AS head
    FROM event e JOIN tenant t ON t.id = e.tenant_id LEFT JOIN desk d ON d.tenant_id = e.tenant_id WHERE e.tenant_id = $1 AND e.id = ANY ($2::uuid[]) AND e.decided_at IS NULL ORDER BY e.id`,
};

const decide: Statement = {
  name: 'decide',
  plannedOnce: true,
  text: `WITH decided AS (
      UPDATE event SET decided_at = now() WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND decided_at IS NULL RETURNING id
    ), entered AS (
      ${enterMails('$3', 'm.event_id IN (SELECT id FROM decided)')}
    )
    SELECT id, state FROM entered`,
};

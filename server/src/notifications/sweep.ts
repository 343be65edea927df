import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Database } from '../platform/database/database.js';
import { decideTask } from '../platform/events/news-wire.js';
import { type JobOrder, Jobs } from '../platform/jobs/jobs.js';
import { Smtp } from '../platform/mail-transport/smtp.js';
import { sendMailJob } from './mail/send-mail-job.js';

const atMost = 500;

interface Found {
  tenant_id: string;
  id: string;
}

/**
 * NT-01: nothing is lost between commit and wake-up. Asks every few seconds, through a partial index that is nearly
 * always empty, for events nobody decided and mails nobody sent.
 */
@Injectable()
export class Sweep {
  private readonly log = new Logger('sweep');

  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly smtp: Smtp,
  ) {}

  @Interval(3_000)
  async tick(): Promise<void> {
    await this.sweep('5 seconds').catch((error: unknown) => this.log.warn(String(error)));
  }

  async sweep(olderThan: string): Promise<void> {
    const events = await this.db.people<Found>(undecided, [olderThan, atMost]);
    const mails = this.smtp.available ? await this.db.people<Found>(waiting, [olderThan, atMost]) : [];
    await this.jobs.enqueueAll([...decisions(events), ...mails.map((mail) => sendMailJob(mail.tenant_id, mail.id))]);
  }
}

/** One job per tenant; a key, so that a sweep that comes round again replaces what still waits. */
function decisions(events: Found[]): JobOrder[] {
  return [...Map.groupBy(events, (event) => event.tenant_id)].map(([tenantId, rows]) => ({
    task: decideTask,
    payload: { news: [{ tenantId, events: rows.map(({ id }) => id) }] },
    key: `sweep:${tenantId}`,
    maxAttempts: 3,
  }));
}

const undecided = { name: 'sweep-events', text: 'SELECT * FROM undecided_events($1::interval, $2)' };
const waiting = { name: 'sweep-mails', text: 'SELECT * FROM waiting_mails($1::interval, $2)' };

import { type Language, languages } from '@bookinda/contracts/values';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Ticks } from '../platform/jobs/ticks.js';
import { Post } from './mail/post.js';

interface HeldRow {
  recipient: string;
  tickets: number;
  name: string;
  language: string;
}

const hourMs = 3_600_000;

const words: Record<Language, (tickets: number) => { subject: string; why: string; button: string }> = {
  en: (tickets) => ({
    subject: tickets === 1 ? '1 more ticket is waiting' : `${tickets} more tickets are waiting`,
    why: 'So much was written within an hour that these tickets came without a mail of their own.',
    button: 'Open the desk',
  }),
  hu: (tickets) => ({
    subject: `További ${tickets} jegy vár`,
    why: 'Egy órán belül olyan sok üzenet érkezett, hogy ezekről a jegyekről nem küldtünk külön levelet.',
    button: 'Jegyek megnyitása',
  }),
};

/** A flood of tickets makes one mail an hour to the team instead of one per ticket: it says how many more are waiting. */
@Injectable()
export class SumUp implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly ticks: Ticks,
    private readonly post: Post,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.ticks.every(5, 'sum-up-mails', () => this.sumUp());
  }

  /** Writes the summaries of mails held back before the current hour. */
  async sumUp(): Promise<void> {
    const heldBefore = new Date(Math.floor(Date.now() / hourMs) * hourMs).toISOString();
    const tenants = await this.db.people<{ tenant_id: string }>(due, [heldBefore]);
    for (const { tenant_id: tenantId } of tenants) {
      await this.db.write({ tenantId }, async (tx) => {
        for (const row of await tx.rows<HeldRow>(held, [tenantId, heldBefore]))
          await this.write(tx, tenantId, heldBefore, row);
      });
    }
  }

  private async write(tx: Tx, tenantId: string, heldBefore: string, row: HeldRow): Promise<void> {
    const language = languages.find((known) => row.language.startsWith(known)) ?? 'en';
    const { subject, why, button } = words[language](row.tickets);
    const id = await this.post.mail(tx, {
      tenantId,
      message: 'more-tickets-for-team',
      to: { address: row.recipient, name: row.name },
      subject,
      letter: {
        language,
        heading: subject,
        paragraphs: [why],
        button: { label: button, url: `${this.config.publicUrl}/manager/tickets` },
      },
      limit: 'members',
    });
    await tx.rows(mark, [tenantId, heldBefore, row.recipient, id]);
  }
}

const due = { name: 'tenants-to-sum-up', text: 'SELECT tenant_id FROM tenants_to_sum_up($1::timestamptz)' };
const held = `WITH held AS (
    SELECT m.recipient, e.ticket_id FROM mail m JOIN event e ON e.tenant_id = m.tenant_id AND e.id = m.event_id
    WHERE m.tenant_id = $1 AND m.state = 'bundled' AND m.summary_id IS NULL AND m.created_at < $2 FOR UPDATE OF m SKIP LOCKED
  )
  SELECT held.recipient, count(DISTINCT held.ticket_id)::int AS tickets, t.name, t.language FROM held JOIN tenant t ON t.id = $1 GROUP BY held.recipient, t.id`;
const mark = `UPDATE mail SET summary_id = $4 WHERE tenant_id = $1 AND recipient = $3 AND state = 'bundled' AND summary_id IS NULL AND created_at < $2`;

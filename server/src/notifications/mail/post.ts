import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Tx } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import type { Letterhead } from './letter.js';
import { MailAllowance } from './mail-allowance.js';
import { enterMails, type MailOrder, outboxRow } from './outgoing-mail.js';
import { sendMailJob } from './send-mail-job.js';

/**
 * The outbox's slot, for mails that no event causes. A mail is rendered and stored in the transaction that means it, and
 * sent after the commit:
 *
 * ```ts
 * await this.post.mail(tx, { tenantId, message: 'reset-password', to: { address, name }, subject, letter: { language, heading, paragraphs, button } });
 * ```
 */
@Injectable()
export class Post {
  constructor(
    private readonly jobs: Jobs,
    private readonly allowance: MailAllowance,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Stores the mail in `tx`, whose scope must be `order.tenantId`; its id is the one in the mail log. Beyond the limits of its mailbox it is kept there and not sent. */
  async mail(tx: Tx, order: MailOrder): Promise<string> {
    const { tenantId, message } = order;
    const head = await tx.row<Letterhead>('SELECT name, accent FROM tenant WHERE id = $1', [tenantId]);
    if (!head) throw new Error(`No tenant ${tenantId} in this transaction's scope.`);
    const held = await this.allowance.heldBack(order, { limit: order.limit ?? 'accounts' }, tx);
    const row = outboxRow({ ...order, event: null, head, headers: {} }, this.config, held);
    const entered = await tx.row<{ id: string }>(enterMails('$2'), [tenantId, JSON.stringify([row])]);
    if (!entered) throw new Error(`The mail "${message}" was not stored.`);
    // A lost wake-up costs seconds: a sweep looks for waiting mails.
    tx.afterCommit(() => void this.jobs.enqueueAll([sendMailJob(tenantId, entered.id)]).catch(() => undefined));
    return entered.id;
  }
}

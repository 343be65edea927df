import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { SharedWindows, WindowFull } from '../../platform/limits/shared-windows.js';
import { heldAs, type MailLimit, windowsOf } from './mail-limits.js';
import type { Held, OutgoingMail } from './outgoing-mail.js';

/** Counts mails to one mailbox over all instances and tenants, and says which must not be sent now. */
@Injectable()
export class MailAllowance {
  constructor(private readonly windows: SharedWindows) {}

  /** Null: it may go. Counts it then, and counts nothing where one of its windows is full. `tx`: counts as a part of that transaction. */
  async heldBack(
    { tenantId, message, to, declined }: Pick<OutgoingMail, 'tenantId' | 'message' | 'to' | 'declined'>,
    { limit, siteKey = null }: { limit: MailLimit; siteKey?: string | null },
    tx?: Tx,
  ): Promise<Held | null> {
    if (declined) return 'unsubscribed';
    if (to.address === '') return null;
    const windows = windowsOf({ limit, tenantId, message, address: to.address, siteKey });
    try {
      await (tx ? this.windows.takeIn(tx, ...windows) : this.windows.take(...windows));
      return null;
    } catch (error) {
      if (error instanceof WindowFull) return heldAs(limit);
      throw error;
    }
  }
}

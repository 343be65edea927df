import { withLinks } from '../notifications/mail/mail-links.js';
import type { TestApp } from './app.js';

export interface WaitingMail {
  recipient: string;
  message: string;
  subject: string;
  html: string;
  body: string;
  tenant_id: string;
  event_id: string | null;
  headers: { unsubscribe?: string | undefined };
}

/** Mails of the outbox with their links, as they would be sent; `condition` and what follows it is about `mail m`. */
export async function waitingMails(app: TestApp, condition: string, values: unknown[]): Promise<WaitingMail[]> {
  const rows = await app.db.query<WaitingMail & { id: string; links: Buffer | null }>(
    `SELECT m.* FROM mail m WHERE m.state = 'waiting' AND ${condition}`,
    values,
  );
  return rows.map(({ id, links, ...row }) => {
    const words = withLinks({ ...row, unsubscribe: row.headers.unsubscribe }, id, links, app.config.keys);
    if (!words) throw new Error(`The links of mail ${id} do not open.`);
    return { ...row, ...words, headers: { ...row.headers, unsubscribe: words.unsubscribe } };
  });
}

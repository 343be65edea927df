import { Decide } from '../notifications/decide.js';
import { SendMail } from '../notifications/mail/send-mail.js';
import type { TestApp } from './app.js';

/** Decides every event that waits and sends every mail that is due, as the jobs would; when it is done, so is the mail. */
export async function deliverMails(app: TestApp): Promise<void> {
  const events = await app.db.query<{ tenant_id: string; ids: string[] }>(
    'SELECT tenant_id, array_agg(id ORDER BY id) AS ids FROM event WHERE decided_at IS NULL GROUP BY tenant_id',
  );
  for (const { tenant_id, ids } of events) await app.get(Decide).decide({ tenantId: tenant_id, events: ids });
  const mails = await app.db.query<{ tenant_id: string; id: string }>(
    `SELECT tenant_id, id FROM mail WHERE state = 'waiting' AND next_attempt_at <= now() ORDER BY id`,
  );
  for (const { tenant_id, id } of mails) await app.get(SendMail).send({ tenantId: tenant_id, mail: id });
}

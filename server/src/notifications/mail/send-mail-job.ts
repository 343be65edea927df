import type { JobOrder } from '../../platform/jobs/jobs.js';

export const sendMailTask = 'send-mail';

/** What the sender needs to find a row of the outbox. */
export type SendMailPayload = { tenantId: string; mail: string };

/**
 * One job per mail. The pause before attempt n is exp(min(n, 10)) seconds: twelve attempts reach 12 hours, so a mail
 * server may be away for a night; each attempt sends the same Message-ID.
 */
export function sendMailJob(tenantId: string, mail: string): JobOrder<SendMailPayload> {
  return { task: sendMailTask, payload: { tenantId, mail }, key: `send-mail:${mail}`, maxAttempts: 12 };
}

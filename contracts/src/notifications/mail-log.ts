import type { Instant } from '../values.js';

/** NT-01, NT-02: one mail the product wrote or tried to. `failed`: every retry is used up; the address is visible. */
export interface MailLogRow {
  id: string;
  at: Instant;
  to: string;
  subject: string;
  /** The declared message, `ticket-received`. */
  message: string;
  state: 'waiting' | 'sent' | 'failed' | 'unsubscribed' | 'no-address';
  attempts: number;
  sentAt: Instant | null;
  /** The server's last complaint. */
  error: string | null;
}

export interface MailPreview extends MailLogRow {
  html: string;
  text: string;
}

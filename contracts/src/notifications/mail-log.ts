import type { Instant } from '../values.js';

/** What became of a mail. */
export const mailStates = [
  'waiting',
  'sent',
  /** Every retry is used up; the server's complaint is visible. */
  'failed',
  /** The person ended such mails, or said "this was not me". */
  'unsubscribed',
  'no-address',
  /** Not sent: the mailbox has had enough mails for now, see the limits in decision 11. */
  'too-many',
  /** Not sent: it waited, or what it tells of lies back, more than 48 hours. */
  'too-old',
  /** Not sent by itself: one summary tells the team how many tickets and messages came. */
  'bundled',
] as const;
export type MailState = (typeof mailStates)[number];

/** NT-01, NT-02: one mail the product wrote or tried to. */
export interface MailLogRow {
  id: string;
  at: Instant;
  to: string;
  subject: string;
  /** The declared message, `ticket-received`. */
  message: string;
  state: MailState;
  attempts: number;
  sentAt: Instant | null;
  /** The server's last complaint. */
  error: string | null;
}

export interface MailPreview extends MailLogRow {
  html: string;
  text: string;
}

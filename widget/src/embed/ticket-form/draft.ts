import type { OpenTicket } from '@bookinda/contracts/support/open-ticket.dto';
import type { FormValue } from './check-value.js';

/** What a person wrote and has not sent, on this device only: no files, no token. */
export interface Draft {
  /** Milliseconds since 1970. */
  at: number;
  value: FormValue;
  /** The intent's idempotency key: the same after a reload, so that a retry never doubles a ticket. */
  key: string;
  /** The request as it went out, to repeat it to the byte; gone once the words change. */
  body?: OpenTicket;
  /** Send pressed without a network: goes out when it is back. */
  queued?: boolean;
}

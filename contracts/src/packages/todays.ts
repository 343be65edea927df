import type { Instant, LocalDate, Money } from '../values.js';
import type { PaymentMethod } from './payment.js';

/** PK-07: a redemption of today, whoever entered it. */
export interface TodaysRedemption {
  id: string;
  at: Instant;
  package: { id: string; name: string };
  customer: { id: string; name: string };
  service: { id: string; name: string };
  sessions: number;
  /** Who gave the service; null when not said. */
  staff: string | null;
  actor: string;
  reversed: boolean;
  /** PK-08, PK-20: whether the caller may undo it now. */
  mayUndo: boolean;
}

/** Newest first. */
export interface TodaysRedemptions {
  items: TodaysRedemption[];
  next: string | null;
  /** Sessions of the whole day, without those undone. */
  sessions: number;
}

/** PK-12: the till of the salon's day: what was received and given back with this day as its date. */
export interface TodaysPayments {
  day: LocalDate;
  payments: number;
  /** Payments less their reversals. */
  received: Money;
  /** Refunds; positive. */
  givenBack: Money;
  /** Received less given back, by method; those that moved nothing are left out. */
  methods: { method: PaymentMethod; amount: Money }[];
}

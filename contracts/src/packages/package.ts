import type { Instant, LocalDate, Money } from '../values.js';
import type { PackageFreeze } from './package-freeze.js';
import type { PackageStatus } from './package-status.js';
import type { PaymentMethod } from './payment.js';
import type { PaymentBadge } from './payment-badge.js';

/** PK-14. */
export const cancelReasons = ['refund', 'fraud', 'duplicate', 'error', 'other'] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** PK-02…PK-05: one customer's package as a card shows it. */
export interface PackageCard {
  id: string;
  name: string;
  customer: { id: string; name: string };
  status: PackageStatus;
  payment: PaymentBadge;
  /** What the customer pays. */
  price: Money;
  /** Before the discount; null without one. */
  originalPrice: Money | null;
  paid: Money;
  purchasedOn: LocalDate;
  /** Last valid day; null = never expires. */
  expiresOn: LocalDate | null;
  /** Days from today to `expiresOn`, negative when past; null = never expires. */
  daysLeft: number | null;
  /** PK-19: planned or running; null when there is none. Its days are in `expiresOn`; until one without an end is thawed, that is null. */
  freeze: PackageFreeze | null;
  /** The tenant's date the card was computed for. */
  today: LocalDate;
  services: PackageService[];
  /** Rises with each change; a client ignores an older card that arrives late. */
  version: number;
}

export interface PackageService {
  id: string;
  name: string;
  total: number;
  used: number;
  remaining: number;
  /** PK-07: of several packages with this service, the one to redeem from: expires first. Set in a customer's list. */
  proposed?: boolean;
}

/** Answer to a redemption, reversal or correction: the entry it wrote and the card after it. */
export interface LedgerReceipt {
  entry: string;
  card: PackageCard;
  /** PK-22: the check code after this entry, 64 hexadecimal digits. */
  head?: string;
}

/** PK-19: what goes over with the sessions, and what is left behind. */
export interface TransferProposal {
  /** The sessions' part of the price, and of what was paid: both move, so that the sums over both packages stay. */
  price: Money;
  paid: Money;
  /** Price − paid: what the receiver will owe. */
  due: Money;
  expiresOn: LocalDate | null;
}

/** PK-19: the step on the giving package, and the package it made for the receiver. */
export interface TransferReceipt extends PackageReceipt {
  received: PackageReceipt;
}

/** PK-19: what a renewal would sell: by its template as it is now, else as it was sold. */
export interface RenewalProposal {
  /** Null where there was none or it is not sold any more. */
  template: string | null;
  name: string;
  services: { name: string; quantity: number }[];
  price: Money;
  originalPrice: Money | null;
  /** Bought today; null = never expires. */
  expiresOn: LocalDate | null;
  /** It was renewed before: the newest, and the day it was bought on. */
  before: { id: string; on: LocalDate } | null;
}

/** Answer to any other change of a package: the step it wrote in the history and the card after it. */
export interface PackageReceipt {
  step: string;
  card: PackageCard;
  /** PK-22: the check code after this step, 64 hexadecimal digits; a kept one finds a cut or edited history. */
  head: string;
}

/** PK-14: what would be fair to give back now. */
export interface RefundProposal {
  paid: Money;
  /** The used sessions at the price paid per session, in the smallest amount that the currency shows (whole forints), by largest remainder. */
  usedValue: Money;
  /** paid − usedValue, never below 0. */
  fair: Money;
}

/** PK-15. Staff only. */
export interface PackageNote {
  id: string;
  at: Instant;
  author: string;
  text: string;
  pinned: boolean;
}

/** PK-13: what one customer owes for packages that are not cancelled. */
export interface Debt {
  customer: { id: string; name: string };
  due: Money;
  packages: number;
  /** Purchase day of the oldest of them. */
  since: LocalDate;
}

/** Largest debts first. */
export interface DebtPage {
  items: Debt[];
  next: string | null;
  /** Of all customers. */
  total: Money;
  customers: number;
}

/** PK-06: the foot of the list; the same filters. */
export interface PackageTotals {
  packages: number;
  price: Money;
  paid: Money;
  /** Price − paid of those not cancelled. */
  due: Money;
  /** Sessions left in those not cancelled. */
  remaining: number;
}

/** PK-22: whether the kept history is whole. */
export interface Verification {
  holds: boolean;
  /** Number of the first step that is cut, edited or out of its place; null when the chain holds. */
  brokenAt: number | null;
  /** Steps in the history. */
  length: number;
  /** Today's check code. */
  head: string;
  /** With `head` in the question: the step after which it was the check code, 0 for the sale; null when it never was. */
  knownAt: number | null;
}

/** PK-16: oldest first. */
export interface HistoryPage {
  items: HistoryEntry[];
  next: string | null;
  /** PK-22: the package's check code now. */
  head: string;
}

/** PK-16: one step in a package's life. */
export interface HistoryEntry {
  id: string;
  at: Instant;
  kind:
    | 'sold'
    | 'redemption'
    | 'reversal'
    | 'correction'
    | 'transfer-out'
    | 'transfer-in'
    | 'payment'
    | 'refund'
    | 'payment-reversal'
    | 'expiry-changed'
    | 'frozen'
    | 'thawed'
    | 'renewed'
    | 'cancelled'
    | 'note';
  actor: string;
  /** The staff member who gave the service; null when not said. */
  staff: string | null;
  service: { id: string; name: string } | null;
  /** Sessions used (+) or given back (−); null for entries that move none. */
  sessions: number | null;
  /** Remaining of that service after this entry. */
  remainingAfter: number | null;
  /** For the team alone. */
  reason: string | null;
  appointment: string | null;
  /** The entry this one undoes. */
  reverses: string | null;
  reversed: boolean;
  /** Money received (+) or given back (−); null for entries that move none. */
  amount: Money | null;
  /** `cash`, `card`, …; null for entries that move no money. */
  method: PaymentMethod | null;
  /** The day the money came or went; null for entries that move none. */
  paidOn: LocalDate | null;
  /** Paid in all after this entry; null for entries that move no money. */
  paidAfter: Money | null;
  /**
   * Before → after, of `cancelled` (status), of `expiry-changed`, `frozen` and `thawed` (last valid days; null = never
   * expires, or rests in a freeze without an end); null for the others.
   */
  change: { from: string | null; to: string | null } | null;
  /** Words of a note, or beside the reason of a cancellation. */
  text: string | null;
  /** PK-19, of `frozen`: the days as planned, `until` null = until thawed; of `thawed`: those that were, null = none was. */
  freeze: { from: LocalDate; until: LocalDate | null } | null;
  /** PK-19: the package at the other end of a transfer or renewal; `sold` has the one it renews. */
  other: { id: string; name: string; customer: { id: string; name: string } } | null;
  /** PK-22: the check code after this step; null for notes, which are no part of the chain. */
  head: string | null;
  /** PK-21: the newest ticket the customer opened about this step; for staff also the one on which the desk entered it. */
  ticket: { id: string; number: string } | null;
}

/** PK-21: an entry as customers read it on their own card: no reasons, notes, appointment ids or other customers. */
export interface OwnHistoryEntry extends Omit<HistoryEntry, 'kind' | 'reason' | 'appointment' | 'text' | 'other'> {
  kind: Exclude<HistoryEntry['kind'], 'note'>;
  /** The ticket on which the desk entered this; null for all others. */
  settledOn: { id: string; number: string } | null;
}

/** PK-21: newest first. */
export interface OwnHistoryPage {
  items: OwnHistoryEntry[];
  next: string | null;
  /** PK-22: the package's check code now. */
  head: string;
  /** The salon's, `Europe/Budapest`: the zone in which moments are shown. */
  timeZone: string;
}

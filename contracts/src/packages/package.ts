import type { Instant, LocalDate, Money } from '../values.js';
import type { PackageStatus } from './package-status.js';
import type { PaymentBadge } from './payment-badge.js';

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
    | 'payment'
    | 'refund'
    | 'payment-reversal'
    | 'expiry-changed'
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
  reason: string | null;
  appointment: string | null;
  /** The entry this one undoes. */
  reverses: string | null;
  reversed: boolean;
  /** Money received (+) or given back (−); null for entries that move none. */
  amount: Money | null;
  /** `cash`, `card`, …; null for entries that move no money. */
  method: string | null;
}

import type { ProblemCode } from '../problem.js';
import type { TicketState } from '../support/ticket.js';
import type { Instant, LocalDate, Money } from '../values.js';
import type { HistoryEntry, OwnHistoryEntry, PackageCard } from './package.js';
import type { PaymentMethod } from './payment.js';

/** PK-21, PK-19: what a ticket about a package is about. */
export const packageMatterKinds = ['dispute', 'renewal'] as const;
export type PackageMatterKind = (typeof packageMatterKinds)[number];

/** PK-21: how a dispute is settled beside the words: sessions given back, a later last day, money. */
export const remedies = ['restore', 'extend', 'refund'] as const;
export type Remedy = (typeof remedies)[number];

/** PK-21: how far RECEPTION and AGENT settle on their own, per ticket. OWNER and MANAGER have no limit. */
export interface SettleLimits {
  sessions: number;
  /** Days by which the last day moves. */
  days: number;
  /** Minor units. */
  refund: number;
}

/** The step as the history told it, with its place in the chain; null for the sale, where the chain begins. */
export type DisputedStep = Omit<HistoryEntry, 'kind' | 'ticket'> & {
  kind: OwnHistoryEntry['kind'];
  seq: number | null;
};

/** PK-21: a package as it stood when its customer wrote. */
export interface Evidence {
  /** Null for a renewal. */
  step: DisputedStep | null;
  card: PackageCard;
  /** PK-22: the check code at that moment. */
  head: string;
}

/** PK-21: what a ticket about a package is about: then, now, and what may be done. */
export interface PackageMatter {
  kind: PackageMatterKind;
  /** When the customer wrote. */
  at: Instant;
  evidence: Evidence;
  card: PackageCard;
  /** The disputed step now; `reversed` differs from the evidence where it was undone since. */
  step: DisputedStep | null;
  /** The newest 30 steps, newest first, without notes. */
  history: DisputedStep[];
  /** What was done on this ticket, oldest first. */
  settlements: Settlement[];
  remedies: {
    /** `redemption`: the disputed one, where it can be reversed; `most` in sessions. */
    restore: RemedyOffer<number> & { redemption: string | null };
    /** `most` in days. */
    extend: RemedyOffer<number>;
    refund: RemedyOffer<Money>;
  };
}

/** What the reader may do on this ticket now. */
export interface RemedyOffer<Amount> {
  /** Null: he may. `not-allowed`: his limit is used up, or there is none for him. */
  refused: ProblemCode | null;
  /** How much of it; null = without limit. */
  most: Amount | null;
}

/** PK-21: one remedy, executed with a reply. */
export interface Settlement {
  at: Instant;
  by: string;
  remedy: Remedy;
  /** The step it wrote in the history; the last one where it wrote several. */
  step: string;
  sessions: number | null;
  service: string | null;
  /** Null also where the package never expires now. */
  expiresOn: LocalDate | null;
  amount: Money | null;
  method: PaymentMethod | null;
}

/** Answer to a settlement: where ticket and card stand after it. */
export interface SettlementReceipt {
  ticket: TicketState;
  card: PackageCard;
  settlement: Settlement;
}

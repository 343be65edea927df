import { limits } from '@bookinda/contracts/limits';
import { daysAfter, freezeOn, frozenDays, type PackageFreeze } from '@bookinda/contracts/packages/package-freeze';
import { type PackageStatus, packageStatus } from '@bookinda/contracts/packages/package-status';
import type { LocalDate } from '@bookinda/contracts/values';
import type { Tx } from '../../platform/database/database.js';
import { found, Refusal } from '../../platform/http/refusal.js';
import { requireCoins } from '../offer/coins.js';

/** A sold package as it stands, all amounts in minor units. */
export interface SoldFacts {
  id: string;
  customerId: string;
  templateId: string | null;
  name: string;
  currency: string;
  price: number;
  paid: number;
  remaining: number;
  expiresOn: LocalDate | null;
  cancelled: boolean;
  frozenFrom: LocalDate | null;
  frozenUntil: LocalDate | null;
  /** The expiry before the freeze. */
  restExpiresOn: LocalDate | null;
}

/** What may still be done with a sold package on a day. Each method gives what is to be written, or refuses. */
export class SoldPackage {
  constructor(
    readonly facts: Readonly<SoldFacts>,
    readonly today: LocalDate,
  ) {}

  get status(): PackageStatus {
    return packageStatus(this.facts, this.today);
  }

  get freeze(): PackageFreeze | null {
    return freezeOn(this.facts, this.today);
  }

  get due(): number {
    return Math.max(0, this.facts.price - this.facts.paid);
  }

  /** PK-12, PK-13: minor units received. Expired and used-up packages take payments, cancelled ones do not; never more than is due. */
  payment({ amount, rest, paidOn }: { amount?: number; rest?: boolean; paidOn?: LocalDate }): number {
    if ((amount === undefined) === (rest === undefined))
      throw Refusal.field('amount', 'exclusive', 'Either an amount or the rest.');
    if (paidOn !== undefined && paidOn > this.today)
      throw Refusal.field('paidOn', 'future', 'This day has not come yet.');
    this.refuseWhenCancelled();
    const received = amount ?? this.due;
    if (received > this.due || received === 0)
      throw new Refusal('over-payment', 'More than is due.', {
        due: { amount: this.due, currency: this.facts.currency },
      });
    // The rest of a price that was entered before such amounts were refused may be odd.
    if (received !== this.due) requireCoins('amount', received, this.facts.currency);
    return received;
  }

  /** PK-12: a payment that is taken back; not one of which money was refunded since. */
  reversal(payment: { amount: number; reversed: boolean }): number {
    this.refuseWhenCancelled();
    if (payment.reversed) throw new Refusal('already-reversed');
    if (payment.amount > this.facts.paid) throw new Refusal('out-of-bounds', 'Part of it was refunded.');
    return -payment.amount;
  }

  /** PK-14: at most what was paid; from cancelled packages too. */
  refund(amount: number): number {
    if (amount > this.facts.paid) throw new Refusal('out-of-bounds', 'More than was paid.');
    // All of what was paid may be odd where it was entered before such amounts were refused.
    if (amount !== this.facts.paid) requireCoins('amount', amount, this.facts.currency);
    return -amount;
  }

  /**
   * PK-21: sessions given back; −n as the ledger has it. A named redemption is undone once, on an expired package too; without
   * one it is a correction and opens where that does (PK-11).
   */
  restoration(of: { sessions: number; used: number; redemption: { reversed: boolean } | null }): number {
    this.refuseWhenCancelled();
    if (of.redemption?.reversed) throw new Refusal('already-reversed');
    if (!of.redemption && this.status === 'expired') throw new Refusal('package-expired');
    if (of.sessions > of.used) throw new Refusal('out-of-bounds', 'Fewer are used.');
    return -of.sessions;
  }

  /** PK-09…PK-11: the new last day, or `same` when nothing would change. */
  expiry(to: LocalDate | null, reason: string | null): LocalDate | null | 'same' {
    this.refuseWhenCancelled();
    if (to !== null && to < this.today) throw Refusal.field('expiresOn', 'past', 'This day is over.');
    if (to === this.facts.expiresOn && !this.freeze) return 'same';
    this.refuseWhenFrozen();
    if (this.status === 'expired' && !reason)
      throw Refusal.field('reason', 'missing', 'Say why the expired package is restored.');
    return to;
  }

  /** PK-19: the expiry with the frozen days; null when there is none, and while a freeze without an end holds it. */
  frozen(from: LocalDate, until: LocalDate | null): LocalDate | null {
    this.refuseUnlessUsable();
    const { expiresOn } = this.facts;
    if (from < this.today) throw Refusal.field('from', 'past', 'This day is over.');
    if (expiresOn !== null && from > expiresOn) throw Refusal.field('from', 'too-late', 'It has expired by then.');
    if (until !== null && until < from) throw Refusal.field('until', 'before-start', 'It ends before it begins.');
    if (until !== null && frozenDays(from, until) > limits.validDays)
      throw Refusal.field('until', 'too-much', 'That is too long.');
    if (expiresOn === null || until === null) return null;
    return daysAfter(expiresOn, frozenDays(from, until));
  }

  /** PK-19: the expiry with the days that were frozen before today, and which those were; `same` when nothing is frozen. */
  thawed(): { expiresOn: LocalDate | null; freeze: { from: LocalDate; until: LocalDate } | null } | 'same' {
    this.refuseWhenCancelled();
    const { freeze } = this;
    if (!freeze) return 'same';
    const { restExpiresOn } = this.facts;
    const days = frozenDays(freeze.from, freeze.until, this.today);
    return {
      expiresOn: restExpiresOn === null ? null : daysAfter(restExpiresOn, days),
      freeze: days === 0 ? null : { from: freeze.from, until: daysAfter(freeze.from, days - 1) },
    };
  }

  /** PK-19: whether sessions may go to somebody else; refuses where they could not be redeemed. */
  transfer(): void {
    this.refuseUnlessUsable();
  }

  /** PK-14: final. */
  cancellation(): PackageStatus {
    this.refuseWhenCancelled();
    return this.status;
  }

  private refuseUnlessUsable(): void {
    this.refuseWhenCancelled();
    if (this.status === 'fully-used') throw new Refusal('nothing-left');
    this.refuseWhenFrozen();
    if (this.status === 'expired') throw new Refusal('package-expired');
  }

  /** Its days are counted on in the expiry: nothing else may move that until it is thawed. */
  private refuseWhenFrozen(): void {
    if (this.freeze) throw new Refusal('package-frozen');
  }

  private refuseWhenCancelled(): void {
    if (this.facts.cancelled) throw new Refusal('package-cancelled');
  }
}

/** The package under its lock, as its last change left it. Amounts are far below where a double stops being exact. */
export function lockedPackage(tx: Tx, tenantId: string, id: string, today: LocalDate): Promise<SoldPackage> {
  return packageIn(tx, tenantId, id, today, 'FOR NO KEY UPDATE');
}

/** The package as this transaction sees it; without a lock it may be another a moment later. */
export async function packageIn(
  tx: Tx,
  tenantId: string,
  id: string,
  today: LocalDate,
  lock = '',
): Promise<SoldPackage> {
  const facts = await tx.row<SoldFacts>(
    `SELECT p.id, p.customer_id AS "customerId", p.template_id AS "templateId", p.name, p.currency, p.price::float8 AS price,
       p.paid::float8 AS paid, p.remaining, p.expires_on::text AS "expiresOn", p.cancelled_at IS NOT NULL AS cancelled,
       p.frozen_from::text AS "frozenFrom", p.frozen_until::text AS "frozenUntil", p.rest_expires_on::text AS "restExpiresOn"
     FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2 ${lock}`,
    [tenantId, id],
  );
  return new SoldPackage(found(facts), today);
}

import { type PackageStatus, packageStatus } from '@bookinda/contracts/packages/package-status';
import type { LocalDate } from '@bookinda/contracts/values';
import type { Tx } from '../../platform/database/database.js';
import { found, Refusal } from '../../platform/http/refusal.js';

/** A sold package as it stands, all amounts in minor units. */
export interface SoldFacts {
  id: string;
  customerId: string;
  name: string;
  currency: string;
  price: number;
  paid: number;
  remaining: number;
  expiresOn: LocalDate | null;
  cancelled: boolean;
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
    return -amount;
  }

  /** PK-09…PK-11: the new last day, or `same` when nothing would change. */
  expiry(to: LocalDate | null, reason: string | null): LocalDate | null | 'same' {
    this.refuseWhenCancelled();
    if (to !== null && to < this.today) throw Refusal.field('expiresOn', 'past', 'This day is over.');
    if (to === this.facts.expiresOn) return 'same';
    if (this.status === 'expired' && !reason)
      throw Refusal.field('reason', 'missing', 'Say why the expired package is restored.');
    return to;
  }

  /** PK-14: final. */
  cancellation(): PackageStatus {
    this.refuseWhenCancelled();
    return this.status;
  }

  private refuseWhenCancelled(): void {
    if (this.facts.cancelled) throw new Refusal('package-cancelled');
  }
}

/** The package under its lock, as its last change left it. Amounts are far below where a double stops being exact. */
export async function lockedPackage(tx: Tx, tenantId: string, id: string, today: LocalDate): Promise<SoldPackage> {
  const facts = await tx.row<SoldFacts>(
    `SELECT p.id, p.customer_id AS "customerId", p.name, p.currency, p.price::float8 AS price, p.paid::float8 AS paid, p.remaining,
       p.expires_on::text AS "expiresOn", p.cancelled_at IS NOT NULL AS cancelled
     FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2 FOR NO KEY UPDATE`,
    [tenantId, id],
  );
  return new SoldPackage(found(facts), today);
}

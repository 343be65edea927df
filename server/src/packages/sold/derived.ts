import type { PackageStatus } from '@bookinda/contracts/packages/package-status';
import type { PaymentBadge } from '@bookinda/contracts/packages/payment-badge';

// PK-05 and PK-12 in SQL, over a sold_package `p` and a date. derived.test.ts holds them against the functions in
// contracts. Filters are spelled so that the partial indexes of the packages migration answer them.

/** SQL: the package's status on `day`. */
export function statusOn(day: string, p = 'p'): string {
  return `CASE WHEN ${p}.cancelled_at IS NOT NULL THEN 'cancelled' WHEN ${p}.used_up THEN 'fully-used'
    WHEN ${p}.expires_on < ${day}::date THEN 'expired' ELSE 'active' END`;
}

/** SQL: whether the package has the status on `day`. */
export function hasStatus(status: PackageStatus, day: string, p = 'p'): string {
  const usable = `${p}.cancelled_at IS NULL AND NOT ${p}.used_up`;
  return {
    cancelled: `${p}.cancelled_at IS NOT NULL`,
    'fully-used': `${p}.cancelled_at IS NULL AND ${p}.used_up`,
    expired: `${usable} AND ${p}.expires_on < ${day}::date`,
    active: `${usable} AND (${p}.expires_on >= ${day}::date OR ${p}.expires_on IS NULL)`,
  }[status];
}

/** SQL: the payment badge; also the expression of index package_by_payment. */
export function badgeOf(p = 'p'): string {
  return `(CASE WHEN ${p}.paid >= ${p}.price THEN 'paid' WHEN ${p}.paid > 0 THEN 'partial' ELSE 'unpaid' END)`;
}

/** SQL: whether the package has the badge. */
export function hasBadge(badge: PaymentBadge, p = 'p'): string {
  return `${badgeOf(p)} = '${badge}'`;
}

/** SQL: whether a freeze is planned or running on `day` (PK-19). */
export function freezeStands(day: string, p = 'p'): string {
  return `(${p}.cancelled_at IS NULL AND ${p}.frozen_from IS NOT NULL AND (${p}.frozen_until IS NULL OR ${p}.frozen_until >= ${day}::date))`;
}

/** SQL: whether `day` is a frozen one. */
export function isFrozen(day: string, p = 'p'): string {
  return `(${p}.frozen_from <= ${day}::date AND ${freezeStands(day, p)})`;
}

/** SQL: the PackageFreeze as JSON, or null. */
export function freezeOn(day: string, p = 'p'): string {
  return `CASE WHEN ${freezeStands(day, p)} THEN json_build_object('from', ${p}.frozen_from, 'until', ${p}.frozen_until, 'now', ${isFrozen(day, p)}) END`;
}

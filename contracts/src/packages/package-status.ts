import type { LocalDate } from '../values.js';

/** PK-05. Derived, never stored. */
export const packageStatuses = ['cancelled', 'fully-used', 'expired', 'active'] as const;
export type PackageStatus = (typeof packageStatuses)[number];

/** PK-03: a package expiring within so many days shows amber. */
export const warnDays = 30;

/** What the status is derived from; `remaining` summed over services. */
export interface PackageFacts {
  cancelled: boolean;
  remaining: number;
  /** Last valid day in the tenant's zone; null = never expires. */
  expiresOn: LocalDate | null;
}

/** PK-05, in this order: Cancelled, Fully Used, Expired, Active. Valid through the whole expiry day. */
export function packageStatus(facts: PackageFacts, today: LocalDate): PackageStatus {
  if (facts.cancelled) return 'cancelled';
  if (facts.remaining === 0) return 'fully-used';
  if (facts.expiresOn !== null && facts.expiresOn < today) return 'expired';
  return 'active';
}

/** PK-03: green, amber within `within` days, red past; `none` when it never expires. */
export function expiryTone(
  expiresOn: LocalDate | null,
  today: LocalDate,
  daysLeft: number,
  within = warnDays,
): 'none' | 'green' | 'amber' | 'red' {
  if (expiresOn === null) return 'none';
  if (expiresOn < today) return 'red';
  return daysLeft <= within ? 'amber' : 'green';
}

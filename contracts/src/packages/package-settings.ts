import type { SettleLimits } from './package-matter.js';

/** PK-17: what a customer can be told about her packages. */
export const packageMessages = [
  'package-purchased',
  'package-payment-received',
  'package-expiring',
  'package-expired',
  'package-fully-used',
] as const;
export type PackageMessage = (typeof packageMessages)[number];

export interface PackageSettings {
  reminderDays: number;
  muted: PackageMessage[];
  /** PK-13: nothing is redeemed beyond what was paid; else unpaid packages are redeemed with the debt shown. */
  onlyPaidValue: boolean;
  /** PK-20: STAFF may redeem for a customer in front of them. */
  staffRedeems: boolean;
  /** PK-21: how far RECEPTION and AGENT settle a dispute on their own. */
  settleLimits: SettleLimits;
}

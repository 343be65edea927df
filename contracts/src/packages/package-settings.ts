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
}

import type { Instant } from '../values.js';
import type { PackageMessage } from './package-settings.js';

/** PK-17: why a mail did not reach the customer. */
export const callReasons = ['no-address', 'failed', 'unsubscribed', 'too-many', 'too-old'] as const;
export type CallReason = (typeof callReasons)[number];

/** PK-17: something a customer should have been told about her package, and was not: she is called. */
export interface PackageCall {
  id: string;
  at: Instant;
  message: PackageMessage;
  why: CallReason;
  customer: { id: string; name: string; phone: string | null; email: string | null };
  package: { id: string; name: string };
  /** What was to be said. */
  subject: string;
  text: string;
  /** Null while nobody called. */
  called: { at: Instant; by: string } | null;
}

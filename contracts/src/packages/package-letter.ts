import type { Instant } from '../values.js';

/** PK-06: what a letter to customers may name; each is written as `{name}`. */
export const letterPlaceholders = ['name', 'package', 'remaining', 'expiry', 'packages', 'salon'] as const;
export type LetterPlaceholder = (typeof letterPlaceholders)[number];

/** Words in braces that are no placeholder, in their order. */
export function unknownPlaceholders(text: string): string[] {
  const known: readonly string[] = letterPlaceholders;
  return [...text.matchAll(/\{([^{}\s]{1,40})\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !known.includes(name));
}

/** Why a customer gets no letter although a package of hers passes the filters. */
export const letterObstacles = ['no-address', 'unsubscribed', 'cancelled'] as const;
export type LetterObstacle = (typeof letterObstacles)[number];

interface Recipient {
  id: string;
  name: string;
}

/** PK-06: what would be sent to whom. */
export interface LetterPreview {
  /** One mail each, however many packages. */
  customers: number;
  packages: number;
  /** Three examples of each at most. */
  leftOut: { why: LetterObstacle; customers: number; examples: Recipient[] }[];
  /** As the first of them, or the one asked for, will read it; null when nobody gets it. */
  sample: { customer: Recipient; address: string; subject: string; text: string; html: string } | null;
  /** The same words went out in the last 30 days: sending asks for `again`. */
  before: { id: string; at: Instant; customers: number } | null;
  /** Letters that may still be sent today. */
  allowance: number;
}

/** PK-06: a letter to many. Each customer is one of the six numbers. */
export interface PackageLetter {
  id: string;
  at: Instant;
  by: string;
  subject: string;
  body: string;
  state: 'running' | 'done';
  customers: number;
  /** Written down and not handed over to her mail server yet. */
  waiting: number;
  sent: number;
  failed: number;
  leftOut: number;
}

export const letterResultStates = ['waiting', 'sent', 'failed', 'left-out'] as const;
export type LetterResultState = (typeof letterResultStates)[number];

/** What became of the letter to one customer. */
export interface LetterResult {
  customer: Recipient;
  packages: number;
  state: LetterResultState;
  why: LetterObstacle | null;
}

import type { Instant, LocalDate } from '../values.js';

/** PK-19: why a package is not extended with the others. */
export const extensionObstacles = [
  'cancelled',
  'fully-used',
  'frozen',
  'never-expires',
  'later-already',
  'expired',
  'still-expired',
  'changed',
] as const;
/** `expired` where a date is given and `status` does not ask for expired ones; `changed` only when it is undone. */
export type ExtensionObstacle = (typeof extensionObstacles)[number];

interface Extendable {
  package: { id: string; name: string };
  customer: { id: string; name: string };
}

export interface ExtensionPreview {
  /** How many would be extended. */
  packages: number;
  /** The first to expire of them, five at most. */
  examples: (Extendable & { from: LocalDate; to: LocalDate })[];
  /** Three examples of each at most. */
  leftOut: { why: ExtensionObstacle; packages: number; examples: Extendable[] }[];
}

export const extensionStates = ['running', 'done', 'undoing', 'undone'] as const;
export type ExtensionState = (typeof extensionStates)[number];

/** PK-19: many packages extended at once. */
export interface PackageExtension {
  id: string;
  at: Instant;
  by: string;
  reason: string;
  /** One of the two. */
  days: number | null;
  until: LocalDate | null;
  state: ExtensionState;
  /** How many were chosen when it began; each is one of the five below. */
  packages: number;
  waiting: number;
  extended: number;
  /** Something was in the way when their turn came. */
  skipped: number;
  undone: number;
  /** Not undone: changed since. */
  kept: number;
  /** Passed the filter and were not chosen. */
  leftOut: { why: ExtensionObstacle; packages: number }[];
}

export const extensionResultStates = ['waiting', 'extended', 'skipped', 'undone', 'kept'] as const;
export type ExtensionResultState = (typeof extensionResultStates)[number];

/** What became of one of them. */
export interface ExtensionResult extends Extendable {
  state: ExtensionResultState;
  why: ExtensionObstacle | null;
  /** Last valid day before and after; null as long as it waits, and when it was skipped. */
  from: LocalDate | null;
  to: LocalDate | null;
}

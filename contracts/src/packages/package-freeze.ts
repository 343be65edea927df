import { daysBetween, type LocalDate } from '../values.js';

/** PK-19: days on which a package rests: nothing is redeemed, and its expiry moves by exactly these days. */
export interface PackageFreeze {
  from: LocalDate;
  /** The last frozen day; null = until somebody thaws it. */
  until: LocalDate | null;
  /** Today is one of these days; false while they are still to come. */
  now: boolean;
}

/** What it is derived from; `from` null = never frozen, or thawed. */
export interface FreezeFacts {
  cancelled: boolean;
  frozenFrom: LocalDate | null;
  frozenUntil: LocalDate | null;
}

/** PK-19: the freeze that is planned or running; null when there is none, when it is over, and for a cancelled package. */
export function freezeOn({ cancelled, frozenFrom, frozenUntil }: FreezeFacts, today: LocalDate): PackageFreeze | null {
  if (cancelled || frozenFrom === null || (frozenUntil !== null && frozenUntil < today)) return null;
  return { from: frozenFrom, until: frozenUntil, now: frozenFrom <= today };
}

/** PK-19: how many days a freeze took: all of it, or those before the day it was thawed on; that day counts no more. */
export function frozenDays(from: LocalDate, until: LocalDate | null, thawedOn: LocalDate | null = null): number {
  const planned = until === null ? Number.POSITIVE_INFINITY : daysBetween(from, until) + 1;
  const really = thawedOn === null ? planned : Math.max(0, daysBetween(from, thawedOn));
  return Math.min(planned, really);
}

/** The day so many days later. */
export function daysAfter(day: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

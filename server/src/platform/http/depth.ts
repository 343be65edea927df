import { Refusal } from './refusal.js';

/** No use case takes anything deeper; what walks a body may then recurse without fear for its stack. */
const deepest = 32;

/** 400 `bad-request` for a body of more than 32 levels. */
export function refuseDeep(value: unknown): void {
  if (!isWithin(value, deepest))
    throw new Refusal('bad-request', `The body is nested more than ${deepest} levels deep.`);
}

/** How many values a body may hold in all: names of objects and items of lists. The largest that is asked for has about 700. */
export const mostValues = 1_000;

/** 400 `bad-request` for a body, or a query, of more than 1,000 values; deep ones must have been refused. */
export function refuseMany(value: unknown): void {
  if (valuesLeft(value, mostValues) < 0)
    throw new Refusal('bad-request', `The request holds more than ${mostValues} values.`);
}

function valuesLeft(value: unknown, allowed: number): number {
  if (typeof value !== 'object' || value === null) return allowed;
  let left = allowed;
  for (const name in value) {
    left = valuesLeft((value as Record<string, unknown>)[name], left - 1);
    if (left < 0) return left;
  }
  return left;
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const name in value) if (!isWithin((value as Record<string, unknown>)[name], levels - 1)) return false;
  return true;
}

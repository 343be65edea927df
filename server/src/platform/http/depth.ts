import { Refusal } from './refusal.js';

/** No use case takes anything deeper; what walks a body may then recurse without fear for its stack. */
const deepest = 32;

/** 400 `bad-request` for a body of more than 32 levels. */
export function refuseDeep(value: unknown): void {
  if (!isWithin(value, deepest))
    throw new Refusal('bad-request', `The body is nested more than ${deepest} levels deep.`);
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const name in value) if (!isWithin((value as Record<string, unknown>)[name], levels - 1)) return false;
  return true;
}

import type { Verification } from './package.js';

/** PK-22: the chain is broken; the code never belonged to it; it is the state now, at the sale, or after a step between. */
export const verdicts = ['broken', 'unknown', 'newest', 'first', 'known'] as const;
export type Verdict = (typeof verdicts)[number];

/** What a kept code says about a history, and the step it is about: the broken one, or the last that the code covers. */
export function verdictOn({ holds, brokenAt, knownAt, length }: Verification): { verdict: Verdict; step: number } {
  if (!holds) return { verdict: 'broken', step: brokenAt ?? 0 };
  if (knownAt === null) return { verdict: 'unknown', step: 0 };
  if (knownAt === length) return { verdict: 'newest', step: knownAt };
  return { verdict: knownAt ? 'known' : 'first', step: knownAt };
}

/** Whether whoever kept the code may be calm. */
export const reassures = (verdict: Verdict): boolean => verdict !== 'broken' && verdict !== 'unknown';

import type { Verification } from '@bookinda/contracts/packages/package';

/** The check code (PK-22) in what somebody pasted, be it a whole mail: 64 hexadecimal digits, whatever their case and breaks. */
export function codeIn(pasted: string): string | undefined {
  const code = /(?<![\da-f])[\da-f]{64}(?![\da-f])/i;
  return (code.exec(pasted) ?? code.exec(pasted.replace(/\s+/g, '')))?.[0].toLowerCase();
}

/** The chain is broken; the code never belonged to it; it is the state now, at the sale, or after a step between. */
export type Verdict = 'broken' | 'unknown' | 'newest' | 'first' | 'known';

/** What a kept code says about a history, and the step it is about: the broken one, or the last that the code covers. */
export function verdictOn({ holds, brokenAt, knownAt, length }: Verification): { verdict: Verdict; step: number } {
  if (!holds) return { verdict: 'broken', step: brokenAt ?? 0 };
  if (knownAt === null) return { verdict: 'unknown', step: 0 };
  const verdict = knownAt === length ? 'newest' : knownAt ? 'known' : 'first';
  return { verdict, step: knownAt };
}

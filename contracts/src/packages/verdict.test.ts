import { describe, expect, it } from '@jest/globals';
import { reassures, verdictOn } from './verdict.js';

const chain = { holds: true, brokenAt: null, length: 5, head: '', knownAt: null };

describe('what a kept code says', () => {
  it.each([
    [{ knownAt: 5 }, 'newest', 5, true],
    [{ knownAt: 3 }, 'known', 3, true],
    [{ knownAt: 0 }, 'first', 0, true],
    [{ knownAt: 0, length: 0 }, 'newest', 0, true],
    [{}, 'unknown', 0, false],
    [{ holds: false, brokenAt: 2, knownAt: 5 }, 'broken', 2, false],
    [{ holds: false, brokenAt: 2 }, 'broken', 2, false],
  ] as const)('PK-22 %j: %s, step %i', (change, verdict, step, calm) => {
    expect(verdictOn({ ...chain, ...change })).toEqual({ verdict, step });
    expect(reassures(verdict)).toBe(calm);
  });
});

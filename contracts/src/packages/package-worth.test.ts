import { describe, expect, it } from '@jest/globals';
import { earnedValue, type SoldLine, serviceWorths } from './package-worth.js';

describe('what sessions are worth', () => {
  it('PK-18 the price is spread by the prices before the discount, by sessions where one is not known', () => {
    const lines = [
      { total: 10, unitPrice: 500_000 },
      { total: 2, unitPrice: 2_500_000 },
    ];
    expect(serviceWorths(6_000_000, lines, 'HUF')).toEqual([3_000_000, 3_000_000]);
    expect(
      serviceWorths(
        1_000,
        [
          { total: 3, unitPrice: null },
          { total: 1, unitPrice: 9 },
        ],
        'EUR',
      ),
    ).toEqual([750, 250]);
    expect(
      serviceWorths(
        1_000,
        [
          { total: 1, unitPrice: 0 },
          { total: 1, unitPrice: 0 },
        ],
        'EUR',
      ),
    ).toEqual([500, 500]);
    expect(
      serviceWorths(
        1_000,
        [
          { total: 1, unitPrice: 5 },
          { total: 9, unitPrice: 0 },
        ],
        'EUR',
      ),
    ).toEqual([1_000, 0]);
    expect(serviceWorths(0, lines, 'HUF')).toEqual([0, 0]);
  });

  it('PK-18 forint sessions are worth whole forints, and the last one takes the rest', () => {
    const sessions = [1, 2, 3].map(
      (used) => earnedValue(1_000_000, 3, used, 'HUF') - earnedValue(1_000_000, 3, used - 1, 'HUF'),
    );
    expect(sessions).toEqual([333_300, 333_300, 333_400]);
    expect(
      serviceWorths(
        1_000_050,
        [
          { total: 1, unitPrice: null },
          { total: 2, unitPrice: null },
        ],
        'HUF',
      ),
    ).toEqual([333_300, 666_750]);
    expect(earnedValue(1_000, 3, 1, 'EUR')).toBe(333);
  });

  it('PK-18 no unit is lost, whatever is sold', () => {
    let seed = 18;
    const below = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    for (let round = 0; round < 300; round++) {
      const currency = ['HUF', 'EUR'][below(2)] ?? 'EUR';
      const price = [0, below(100), below(1_000_000), 1_000_000_000_000 - below(100)][below(4)] ?? 0;
      const lines: SoldLine[] = Array.from({ length: 1 + below(5) }, () => ({
        total: 1 + below(1_000),
        unitPrice: below(5) === 0 ? null : below(3) === 0 ? 0 : below(1_000_000_000),
      }));
      const worths = serviceWorths(price, lines, currency);
      expect(worths.reduce((sum, worth) => sum + worth, 0)).toBe(price);
      for (const [n, { total }] of lines.entries()) {
        const used = below(total + 1);
        const [earned, worth] = [earnedValue(worths[n] ?? 0, total, used, currency), worths[n] ?? 0];
        expect(earned >= 0 && earned <= worth).toBe(true);
        expect([earnedValue(worth, total, 0, currency), earnedValue(worth, total, total, currency)]).toEqual([
          0,
          worth,
        ]);
        if (used > 0) expect(earned >= earnedValue(worth, total, used - 1, currency)).toBe(true);
      }
    }
  });
});

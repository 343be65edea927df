import { describe, expect, it } from '@jest/globals';
import { formatMoney } from '../values.js';
import { fairRefund, packagePrice, transferShare, usedValue } from './package-price.js';

describe('package price', () => {
  it('PK-01 is the sum of unit price × quantity, less a percentage or an amount', () => {
    const lines = [
      { quantity: 10, unitPrice: 500_000 },
      { quantity: 2, unitPrice: 1_250_000 },
    ];
    expect(packagePrice(lines, {}, 'HUF')).toEqual({ original: 7_500_000, price: 7_500_000 });
    expect(packagePrice(lines, { discountPercent: 20 }, 'HUF')).toEqual({ original: 7_500_000, price: 6_000_000 });
    expect(packagePrice(lines, { discountAmount: 500_000 }, 'HUF').price).toBe(7_000_000);
    expect(packagePrice(lines, { discountPercent: 100 }, 'HUF').price).toBe(0);
    expect(packagePrice(lines, { discountAmount: 9_000_000 }, 'HUF').price).toBe(0);
  });

  it('PK-01 a percentage is rounded half up to what is shown: whole forints, whole cents', () => {
    expect(packagePrice([{ quantity: 1, unitPrice: 499_500 }], { discountPercent: 10 }, 'HUF').price).toBe(449_600);
    expect(packagePrice([{ quantity: 3, unitPrice: 333 }], { discountPercent: 15 }, 'EUR').price).toBe(849);
    expect(packagePrice([{ quantity: 1, unitPrice: 50 }], { discountPercent: 1 }, 'EUR').price).toBe(50);
  });

  it('PK-14 a fair refund is paid − used sessions at the price paid per session, never below 0', () => {
    const massage = { total: 10, used: 3, unitPrice: 500_000 };
    expect(fairRefund(4_000_000, 4_000_000, [massage], 'HUF')).toBe(2_800_000);
    expect(fairRefund(4_000_000, 1_000_000, [massage], 'HUF')).toBe(0);
    expect(
      usedValue(
        3_000_000,
        [
          { ...massage, used: 0 },
          { total: 2, used: 2, unitPrice: 2_500_000 },
        ],
        'HUF',
      ),
    ).toBe(1_500_000);
    expect(usedValue(1_000, [{ total: 3, used: 1, unitPrice: null }], 'EUR')).toBe(333);
    expect(usedValue(1_000, [{ total: 3, used: 1, unitPrice: 0 }], 'EUR')).toBe(333);
    expect(usedValue(1_000_000_000_000, [{ total: 1_000, used: 999, unitPrice: 1_000_000_000 }], 'HUF')).toBe(
      999_000_000_000,
    );
  });

  it('PK-14 what was used and what is to give back are shown as what was paid: whole forints, whole cents', () => {
    const shown = (minor: number, currency: string, digits: number) =>
      Number(formatMoney({ amount: minor, currency }, 'en').replace(/[^\d.]/g, '')) * 10 ** digits;
    const half = [{ total: 2, used: 1, unitPrice: null }];
    expect([usedValue(1_000_100, half, 'HUF'), fairRefund(1_000_100, 1_000_100, half, 'HUF')]).toEqual([
      500_100, 500_000,
    ]);
    for (const [currency, step, digits] of [
      ['HUF', 100, 0],
      ['EUR', 1, 2],
      ['JPY', 1, 0],
    ] as const)
      for (let price = step; price < 60 * step; price += step)
        for (const [total, used] of [
          [2, 1],
          [3, 1],
          [3, 2],
          [7, 4],
          [40, 1],
          [40, 39],
        ] as const) {
          const lines = [{ total, used, unitPrice: null }];
          const [gone, back] = [usedValue(price, lines, currency), fairRefund(price, price, lines, currency)];
          expect(gone + back).toBe(price);
          expect([gone % step, back % step]).toEqual([0, 0]);
          // Largest remainder: neither part is half a coin or more away from its exact share.
          expect(Math.abs(gone - (price * used) / total)).toBeLessThanOrEqual(step / 2);
          expect(Math.round(shown(gone, currency, digits) + shown(back, currency, digits))).toBe(
            Math.round(shown(price, currency, digits)),
          );
          const { price: given } = transferShare(
            { price, paid: price, original: null, currency },
            [{ total, used: 0, unitPrice: null }],
            0,
            used,
          );
          expect(given).toBe(gone);
        }
  });

  it('PK-19 what goes along with sessions: their part of price, payment and price before the discount', () => {
    const lines = [
      { total: 10, used: 2, unitPrice: 500_000 },
      { total: 5, used: 0, unitPrice: 1_000_000 },
    ];
    const money = { price: 9_000_000, paid: 4_500_000, original: 10_000_000, currency: 'HUF' };
    expect(transferShare(money, lines, 1, 2)).toEqual({ price: 1_800_000, paid: 900_000, original: 2_000_000 });
    expect(transferShare({ ...money, price: 100, paid: 100, original: null }, lines, 0, 1)).toEqual({
      price: 0,
      paid: 0,
      original: null,
    });
    const all = [{ total: 3, used: 0, unitPrice: null }];
    expect(transferShare({ price: 1_001, paid: 1, original: null, currency: 'EUR' }, all, 0, 3)).toEqual({
      price: 1_001,
      paid: 1,
      original: null,
    });
    // Rounding never leaves more paid than there is to pay.
    const odd = { price: 250, paid: 250, original: null, currency: 'HUF' };
    const { price, paid } = transferShare(odd, [{ total: 2, used: 0, unitPrice: null }], 0, 1);
    expect([price, paid]).toEqual([paid, price]);
  });
});

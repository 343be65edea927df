import { describe, expect, it } from '@jest/globals';
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
    expect(fairRefund(4_000_000, 4_000_000, [massage])).toBe(2_800_000);
    expect(fairRefund(4_000_000, 1_000_000, [massage])).toBe(0);
    expect(
      usedValue(3_000_000, [
        { ...massage, used: 0 },
        { total: 2, used: 2, unitPrice: 2_500_000 },
      ]),
    ).toBe(1_500_000);
    expect(usedValue(1_000, [{ total: 3, used: 1, unitPrice: null }])).toBe(333);
    expect(usedValue(1_000, [{ total: 3, used: 1, unitPrice: 0 }])).toBe(333);
    expect(usedValue(1_000_000_000_000, [{ total: 1_000, used: 999, unitPrice: 1_000_000_000 }])).toBe(999_000_000_000);
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

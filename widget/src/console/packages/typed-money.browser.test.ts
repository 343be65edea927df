import { expect } from '@open-wc/testing';
import { typeable, typedMoney } from './typed-money.js';

describe('typedMoney', () => {
  for (const [text, currency, gives] of [
    ['12', 'EUR', 1200],
    ['12.5', 'EUR', 1250],
    ['12,50', 'EUR', 1250],
    [' 1 234,56 ', 'EUR', 123_456],
    ['45 000', 'HUF', 4_500_000],
    ['45\u00a0000', 'HUF', 4_500_000],
    ['', 'EUR', 'empty'],
    ['0', 'EUR', 'zero'],
    ['0.00', 'EUR', 'zero'],
    ['-1', 'EUR', 'wrong'],
    ['+1', 'EUR', 'wrong'],
    ['1e3', 'EUR', 'wrong'],
    ['0x10', 'EUR', 'wrong'],
    ['0.1 + 0.2', 'EUR', 'wrong'],
    ['１２', 'EUR', 'wrong'],
    ['1 23', 'EUR', 'wrong'],
    ['.5', 'EUR', 'wrong'],
    ['1,000', 'EUR', 'ambiguous'],
    ['1,234', 'EUR', 'ambiguous'],
    ['1.234 €', 'EUR', 'ambiguous'],
    ['1,234', 'KWD', 'ambiguous'],
    ['1.234,56', 'EUR', 123_456],
    ['1,234.56', 'EUR', 123_456],
    ['1.234.567', 'EUR', 123_456_700],
    ['1.234,567', 'EUR', 'decimals'],
    ['0,500', 'EUR', 'decimals'],
    ['€12.50', 'EUR', 1250],
    ['EUR 12,5', 'EUR', 1250],
    ['12,50 Ft', 'EUR', 'wrong'],
    ['9.998', 'HUF', 999_800],
    ['9,998', 'HUF', 999_800],
    ['9998,00', 'HUF', 999_800],
    ['9998.0', 'HUF', 999_800],
    ['9.998,00', 'HUF', 999_800],
    ['9 998 Ft', 'HUF', 999_800],
    ['9998Ft.', 'HUF', 999_800],
    ['9998,-', 'HUF', 999_800],
    ['9.998,- Ft', 'HUF', 999_800],
    ['HUF 9,998', 'HUF', 999_800],
    ['5 000', 'HUF', 500_000],
    ['5\u00a0000', 'HUF', 500_000],
    ['5\u202f000\u00a0ft', 'HUF', 500_000],
    ['1.234.567', 'HUF', 123_456_700],
    ['9998,50', 'HUF', 'decimals'],
    ['9998,000', 'HUF', 'decimals'],
    ['1.23', 'HUF', 'decimals'],
    ['1.2345', 'HUF', 'decimals'],
    ['1.234.56', 'HUF', 'wrong'],
    ['1 234 567,00', 'JPY', 1_234_567],
    ['Ft', 'HUF', 'empty'],
    ['-', 'HUF', 'wrong'],
    ['5 000 kg', 'HUF', 'wrong'],
    ['12.5', 'HUF', 'decimals'],
    ['9007199254740993', 'EUR', 'huge'],
  ] as const) {
    it(`PK-12 “${text}” in ${currency}: ${gives}`, () => {
      expect(typedMoney(text, currency)).to.equal(gives);
    });
  }

  it('PK-01 a free session may cost 0', () => {
    expect(typedMoney('0', 'EUR', 0)).to.equal(0);
  });

  it('PK-12 a field starts with what can be typed', () => {
    expect([typeable(1250, 'EUR'), typeable(4_500_000, 'HUF')]).to.deep.equal(['12.50', '45000']);
  });
});

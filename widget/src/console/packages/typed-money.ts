import { limits } from '@bookinda/contracts/limits';
import { smallestShown } from '@bookinda/contracts/packages/package-price';
import { formatMoney, minorDigits } from '@bookinda/contracts/values';
import { spoken } from '../words/words.js';

type Fault = 'empty' | 'wrong' | 'decimals' | 'zero' | 'huge';

/** Digits behind the point that a person may type: 2 for EUR, none for HUF. */
function typedDigits(currency: string): number {
  return minorDigits(currency) - Math.log10(smallestShown(currency));
}

// ASCII digits only, with spaces in threes and one point or comma before the decimals.
const shape = /^(\d+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:[.,](\d+))?$/;

/** `12,50` in EUR → 1250; whatever is not plainly an amount is a fault. Zero passes where `least` is 0. */
export function typedMoney(text: string, currency: string, least = 1): number | Fault {
  const typed = text.trim();
  if (typed === '') return 'empty';
  const match = shape.exec(typed);
  if (!match) return 'wrong';
  const [, whole = '', decimals = ''] = match;
  if (decimals.length > typedDigits(currency)) return 'decimals';
  const amount = Number(whole.replace(/\D/g, '') + decimals.padEnd(minorDigits(currency), '0'));
  if (amount > limits.money) return 'huge';
  return amount < least ? 'zero' : amount;
}

/** What typing `amount` would look like, for a field to start with. */
export function typeable(amount: number, currency: string): string {
  const text = (amount / 10 ** minorDigits(currency)).toFixed(typedDigits(currency));
  return spoken().language === 'hu' ? text.replace('.', ',') : text;
}

/** The amount, or what to say beside the field. `most`: minor units. */
export function readMoney(
  text: string,
  currency: string,
  { least = 1, most = limits.money }: { least?: number; most?: number } = {},
): { amount: number; wrong?: undefined } | { amount?: undefined; wrong: string } {
  const { words, language } = spoken();
  const typed = typedMoney(text, currency, least);
  if (typeof typed === 'number')
    return typed > most
      ? { wrong: words.money.over(formatMoney({ amount: most, currency }, language)) }
      : { amount: typed };
  const example = typeable(1234 * smallestShown(currency), currency);
  return { wrong: typed === 'wrong' || typed === 'decimals' ? words.money[typed](example) : words.money[typed] };
}

import { limits } from '@bookinda/contracts/limits';
import { smallestShown } from '@bookinda/contracts/packages/package-price';
import { formatMoney, minorDigits } from '@bookinda/contracts/values';
import { spoken } from '../words/words.js';

type Fault = 'empty' | 'wrong' | 'ambiguous' | 'decimals' | 'zero' | 'huge';

/** Digits behind the point that a person may type: 2 for EUR, none for HUF. */
function typedDigits(currency: string): number {
  return minorDigits(currency) - Math.log10(smallestShown(currency));
}

// ASCII digits only. Thousands in threes, apart by spaces, points or commas; decimals behind the other mark.
const space = '[ \\u00a0\\u2007\\u2009\\u202f]';
const plain = new RegExp(`^(\\d+|\\d{1,3}(?:${space}\\d{3})+)(?:[.,](\\d+))?$`);
const pointed = /^([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?$/;
const commaed = /^([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?$/;
/** Thousands or decimals: `1.234`, `1,234`. */
const oneMark = /^[1-9]\d{0,2}[.,]\d{3}$/;

/** What people call the currency beside an amount: `Ft`, `HUF`, `€`. */
function namesOf(currency: string): string[] {
  const parts = ['hu', 'en'].flatMap((language) =>
    (['symbol', 'narrowSymbol'] as const).flatMap((currencyDisplay) =>
      new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay }).formatToParts(0),
    ),
  );
  const symbols = parts.filter(({ type }) => type === 'currency').map(({ value }) => value.toLowerCase());
  return [...new Set([...symbols, currency.toLowerCase()])].sort((one, other) => other.length - one.length);
}

/** `9 998 Ft` → `9 998`, `9998,-` → `9998`. */
function withoutCurrency(text: string, currency: string): string {
  const typed = text.trim();
  const lower = typed.toLowerCase();
  const names = namesOf(currency);
  const before = names.find((name) => lower.startsWith(name));
  const behind = before ? undefined : names.find((name) => lower.endsWith(name) || lower.endsWith(`${name}.`));
  const amount = before ? typed.slice(before.length) : behind ? typed.slice(0, lower.lastIndexOf(behind)) : typed;
  return amount.trim().replace(/(?<=\d)[.,][-–]$/, '');
}

/**
 * What a person means by an amount, in minor units: `12,50` in EUR → 1250; `9.998`, `9998,00`, `9 998 Ft` in HUF → 999800. What has two
 * meanings is `ambiguous` (`1,234` where the currency has decimals); whatever is not plainly an amount is a fault. Zero passes where
 * `least` is 0.
 */
export function typedMoney(text: string, currency: string, least = 1): number | Fault {
  const typed = withoutCurrency(text, currency);
  if (typed === '') return 'empty';
  const digits = typedDigits(currency);
  if (digits > 0 && oneMark.test(typed)) return 'ambiguous';
  const match = pointed.exec(typed) ?? commaed.exec(typed) ?? plain.exec(typed);
  if (!match) return 'wrong';
  const [, whole = '', decimals = ''] = match;
  // `,00` says nothing, also where the currency has no decimals.
  if (decimals.length > digits && !/^00?$/.test(decimals)) return 'decimals';
  const minor = minorDigits(currency);
  const amount = Number(whole.replace(/\D/g, '') + decimals.slice(0, minor).padEnd(minor, '0'));
  if (amount > limits.money) return 'huge';
  return amount < least ? 'zero' : amount;
}

/** Both meanings of an ambiguous amount, as they can be typed. */
function meaningsOf(text: string, currency: string): [whole: string, decimal: string] {
  const digits = withoutCurrency(text, currency).replace(/\D/g, '');
  const minor = minorDigits(currency);
  const decimal = digits.slice(0, -3) + digits.slice(-3).slice(0, minor);
  return [typeable(Number(digits) * 10 ** minor, currency), typeable(Number(decimal), currency)];
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
  if (typed === 'ambiguous') return { wrong: words.money.ambiguous(...meaningsOf(text, currency)) };
  const example = typeable(1234 * smallestShown(currency), currency);
  return { wrong: typed === 'wrong' || typed === 'decimals' ? words.money[typed](example) : words.money[typed] };
}

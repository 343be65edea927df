/** RFC 3339 instant in UTC, `2026-11-21T22:53:24.000Z`. */
export type Instant = string;

/** A calendar day in the tenant's zone, `2026-11-21`. */
export type LocalDate = string;

/** Minor units of an ISO 4217 currency: `{ amount: 4500000, currency: 'HUF' }` is 45 000 Ft (forint has two on paper). */
export interface Money {
  amount: number;
  currency: string;
}

/** Text in the languages a tenant wrote it in; English is always there. */
export type Localized = { en: string } & Partial<Record<string, string>>;

export const languages = ['en', 'hu'] as const;
export type Language = (typeof languages)[number];

/** The text in `language`, else in English. */
export function localized(text: Localized, language: string): string {
  return text[language] ?? text.en;
}

/** Colours a status, category or badge may have; each screen has a light and a dark pair with ≥ 4.5:1. */
export const colours = ['blue', 'yellow', 'purple', 'green', 'gray', 'red', 'amber'] as const;
export type Colour = (typeof colours)[number];

/** Days from `from` to `to`; negative when `to` is past. Pure calendar arithmetic, no zone. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Built once: a page with a hundred prices would spend more on building formats than on everything else. */
function moneyFormat(currency: string, language: string, digits?: number): Intl.NumberFormat {
  const name = `${language} ${currency} ${digits}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(name, format);
  }
  return format;
}

/** `{ amount: 4500000, currency: 'HUF' }` → `45 000 Ft` (hu), `HUF 45,000` (en): forint shows no decimals (PK-12). */
export function formatMoney({ amount, currency }: Money, language: string): string {
  const digits = currency === 'HUF' ? 0 : minorDigits(currency);
  return moneyFormat(currency, language, digits).format(amount / 10 ** minorDigits(currency));
}

/**
 * How many minor digits the currency has on paper (ISO 4217): 2 for HUF and EUR, 0 for JPY. Forint is written out, because newer
 * versions of Intl answer 0, as it is shown, and older ones 2.
 */
export function minorDigits(currency: string): number {
  if (currency === 'HUF') return 2;
  return moneyFormat(currency, 'en').resolvedOptions().maximumFractionDigits ?? 2;
}

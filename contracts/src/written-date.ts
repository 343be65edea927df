import type { LocalDate } from './values.js';

/** Zones of the United States, whose English writes the month first; all other English here writes the day first. */
const monthFirst =
  /^(US\/|America\/(Adak|Anchorage|Boise|Chicago|Denver|Detroit|Indiana\/|Indianapolis|Juneau|Kentucky\/|Los_Angeles|Louisville|Menominee|Metlakatla|New_York|Nome|North_Dakota\/|Phoenix|Puerto_Rico|Shiprock|Sitka|Yakutat)|Pacific\/Honolulu)/;

/** The locale that dates are written in: a tenant states no country, so its time zone says which English it is. */
export function dateLocale(language: string, timeZone = ''): string {
  if (language !== 'en') return language;
  return monthFirst.test(timeZone) ? 'en-US' : 'en-GB';
}

/** `2026-12-05` → `5 December 2026` (en), `December 5, 2026` (en, at a tenant in the United States), `2026. december 5.` (hu). */
export function formatLongDay(day: LocalDate, language: string, timeZone: string): string {
  return formatDay(day, dateLocale(language, timeZone), 'long');
}

/** `2026-12-05` → `5 Dec 2026` (en), `Dec 5, 2026` (en, at a tenant in the United States), `2026. dec. 5.` (hu). */
export function formatMediumDay(day: LocalDate, language: string, timeZone: string): string {
  return formatDay(day, dateLocale(language, timeZone), 'medium');
}

function formatDay(day: LocalDate, locale: string, dateStyle: 'long' | 'medium'): string {
  return new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** The text with a full stop, unless it ends with one: Hungarian dates and names like `Szalon Kft.` bring their own. */
export function endSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

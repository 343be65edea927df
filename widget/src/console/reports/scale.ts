/** Round values from 0 or below to at least `most`, at most six of them: 1, 2 or 5 times a power of ten apart. */
export function ticks(least: number, most: number): number[] {
  const reach = Math.max(most, 0) - Math.min(least, 0);
  if (reach === 0) return [0];
  const power = 10 ** Math.floor(Math.log10(reach / 4));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => reach / size <= 4) ?? 10 * power;
  const first = Math.floor(Math.min(least, 0) / step);
  const last = Math.ceil(Math.max(most, 0) / step);
  return Array.from({ length: last - first + 1 }, (_, n) => (first + n) * step);
}

/** `1.2M Ft`: an amount in minor units for an axis. */
export function shortMoney(amount: number, currency: string, digits: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  }).format(amount / 10 ** digits);
}

/** `2026-11` → `Nov 2026`, or without its year. */
export function monthName(month: string, language: string, year = true): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    month: 'short',
    ...(year ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
}

import { expect, it } from '@jest/globals';
import { dateLocale, endSentence, formatLongDay, formatMediumDay } from './written-date.js';

it.each([
  ['en', 'Europe/Dublin', '5 December 2026', '5 Dec 2026'],
  ['en', 'Europe/London', '5 December 2026', '5 Dec 2026'],
  ['en', 'America/Toronto', '5 December 2026', '5 Dec 2026'],
  ['en', 'America/Indiana/Knox', 'December 5, 2026', 'Dec 5, 2026'],
  ['hu', 'America/New_York', '2026. december 5.', '2026. dec. 5.'],
])('a date in %s at a tenant in %s is written as its region does', (language, timeZone, long, medium) => {
  expect([formatLongDay('2026-12-05', language, timeZone), formatMediumDay('2026-12-05', language, timeZone)]).toEqual([
    long,
    medium,
  ]);
});

it('where no time zone is known, English writes the day first', () => {
  expect(dateLocale('en')).toBe('en-GB');
});

it('a sentence ends with one full stop, whatever its last word brings along', () => {
  expect(
    ['Írjon nekünk: Szép Haj Kft.', 'Lejár: 2026. december 5.', 'Ask at Mayfair', 'Really?'].map(endSentence),
  ).toEqual(['Írjon nekünk: Szép Haj Kft.', 'Lejár: 2026. december 5.', 'Ask at Mayfair.', 'Really?']);
});

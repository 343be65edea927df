import {
  type LetterPlaceholder,
  letterPlaceholders,
  unknownPlaceholders,
} from '@bookinda/contracts/packages/package-letter';
import type { Language, LocalDate } from '@bookinda/contracts/values';
import { endSentence, formatLongDay } from '@bookinda/contracts/written-date';
import { Refusal } from '../../platform/http/refusal.js';

/** What a letter can name of one customer. */
export interface Named {
  customer: string;
  salon: string;
  /** The salon's, by which English dates are written. */
  timeZone: string;
  /** The first to expire first; at least one. */
  packages: { name: string; remaining: number; expiresOn: LocalDate | null }[];
}

const words = {
  en: {
    never: 'no expiry',
    line: (name: string, remaining: number, expiry: string) => `• ${name}: ${remaining} left, ${expiry}`,
    until: (day: string) => `valid through ${day}`,
  },
  hu: {
    never: 'nem jár le',
    line: (name: string, remaining: number, expiry: string) => `• ${name}: még ${remaining} alkalom, ${expiry}`,
    until: (day: string) => `érvényes eddig: ${day}`,
  },
};

const said: Record<LetterPlaceholder, (of: Named, language: Language) => string> = {
  name: ({ customer }) => customer,
  salon: ({ salon }) => salon,
  package: ({ packages }, language) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(packages.map(({ name }) => name)),
  remaining: ({ packages }) => String(packages.reduce((sum, { remaining }) => sum + remaining, 0)),
  expiry: ({ packages, timeZone }, language) => dayOr(packages[0]?.expiresOn ?? null, language, timeZone),
  packages: ({ packages, timeZone }, language) =>
    packages
      .map(({ name, remaining, expiresOn }) => {
        const expiry = dayOr(expiresOn, language, timeZone);
        return words[language].line(name, remaining, expiresOn === null ? expiry : words[language].until(expiry));
      })
      .join('\n'),
};

function dayOr(day: LocalDate | null, language: Language, timeZone: string): string {
  return day === null ? words[language].never : formatLongDay(day, language, timeZone);
}

const places = new RegExp(`\\{(${letterPlaceholders.join('|')})\\}(\\.(?!\\.))?`, 'g');

/** The text with its placeholders said in the customer's language. What is filled in is not looked at again. */
export function fillIn(text: string, of: Named, language: Language): string {
  return text.replace(places, (_, name: LetterPlaceholder, stop: string) => {
    const filled = said[name](of, language);
    return stop ? endSentence(filled) : filled;
  });
}

/** Parts of a text that empty lines part. */
export function paragraphsOf(text: string): string[] {
  return text
    .trim()
    .split(/\r?\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Refuses a placeholder that would go out as it stands. */
export function refuseUnknownPlaceholders(letter: { subject: string; body: string }): void {
  for (const path of ['subject', 'body'] as const) {
    const [unknown] = unknownPlaceholders(letter[path]);
    if (unknown) throw Refusal.field(path, 'unknown-placeholder', `Nothing stands for {${unknown}}.`);
  }
}

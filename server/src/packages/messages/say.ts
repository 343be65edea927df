import type { PackageMessage } from '@bookinda/contracts/packages/package-settings';
import { formatMoney, type Language } from '@bookinda/contracts/values';
import { endSentence, formatLongDay } from '@bookinda/contracts/written-date';
import type { Message, Words } from '../../notifications/message.js';
import type { PackageFacts } from './package-facts.js';

const words = {
  en: {
    left: (name: string, remaining: number, total: number) => `${name}: ${remaining} of ${total} left`,
    until: (day: string) => endSentence(`Valid through ${day}`),
    forEver: 'It does not expire.',
    due: (amount: string) => endSentence(`Still to be paid: ${amount}`),
    head: (head: string) =>
      `Check code of your package's history: ${head}\nKeep this mail: with the code anybody can find out whether the history was changed afterwards: by the link below, beside your package under “History”, “Check code”, or at the salon.`,
    check: 'Check the code now',
  },
  hu: {
    left: (name: string, remaining: number, total: number) => `${name}: még ${remaining} / ${total}`,
    until: (day: string) => endSentence(`Felhasználható eddig a napig: ${day}`),
    forEver: 'Nem jár le.',
    due: (amount: string) => endSentence(`Még fizetendő: ${amount}`),
    head: (head: string) =>
      `A bérlet történetének ellenőrző kódja: ${head}\nŐrizze meg ezt a levelet: a kóddal bárki kiderítheti, megváltoztatták-e utólag a történetet: az alábbi hivatkozással, a bérlet mellett az „Előzmények” alatt („Ellenőrző kód”) vagy a szalonban.`,
    check: 'A kód ellenőrzése most',
  },
};

/** What is left, how long, what is due: one line each. */
export function standing(facts: PackageFacts, language: Language): string {
  const { left, until, forEver, due } = words[language];
  const { services, expiresOn, timeZone } = facts;
  return [
    ...services.map(({ name, remaining, total }) => left(name, remaining, total)),
    expiresOn === null ? forEver : until(formatLongDay(expiresOn, language, timeZone)),
    ...(facts.due.amount > 0 ? [due(formatMoney(facts.due, language))] : []),
  ].join('\n');
}

/**
 * A message to the customer: with the check code beneath; silent for cancelled packages and where the salon switched it off.
 * Without an address reminders are kept for calling; receipts are not, she stood at the desk.
 */
export function toCustomer(
  message: Omit<Message<PackageFacts>, 'name' | 'to' | 'says'> & { name: PackageMessage },
  says: Record<Language, (facts: PackageFacts) => { subject: string; heading: string; paragraphs: string[] }>,
): Message<PackageFacts> {
  const said =
    (language: Language) =>
    (facts: PackageFacts): Words => {
      const { subject, ...letter } = says[language](facts);
      const link = { label: words[language].check, url: facts.checkUrl };
      return { subject, letter: { ...letter, smallPrint: words[language].head(facts.head), link } };
    };
  return {
    ...message,
    when: (facts) => !facts.cancelled && !facts.muted.includes(message.name) && (message.when?.(facts) ?? true),
    to: (facts) => (facts.to.length === 0 && message.endable ? [facts.nobody] : facts.to),
    says: { en: said('en'), hu: said('hu') },
  };
}

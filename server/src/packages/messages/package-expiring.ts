import { endSentence, formatLongDay } from '@bookinda/contracts/written-date';
import type { PackageFacts } from './package-facts.js';
import { standing, toCustomer } from './say.js';

/** The date moved, or the last session was used, since the reminder was meant. */
const stillMeant = ({ event, expiresOn, usedUp }: PackageFacts) => !usedUp && event.data['expiresOn'] === expiresOn;

const lastDay = ({ expiresOn, timeZone }: PackageFacts, language: string) =>
  formatLongDay(expiresOn ?? '', language, timeZone);

/** The salon with its address: a mail that invites a question says where it arrives. */
const whereToWrite = ({ salon }: PackageFacts) => (salon.address ? `${salon.name} (${salon.address})` : salon.name);

/** PK-17: some days before the last valid day. */
export const packageExpiring = toCustomer(
  { name: 'package-expiring', on: ['package-expiring'], endable: true, when: stillMeant },
  {
    en: (facts) => ({
      subject: `${facts.name} expires on ${lastDay(facts, 'en')}`,
      heading: `Your package ${facts.name} expires soon`,
      paragraphs: [standing(facts, 'en'), `Book your next visit at ${facts.salon.name} in time.`],
    }),
    hu: (facts) => ({
      subject: `${facts.name} – lejár: ${lastDay(facts, 'hu')}`,
      heading: `Hamarosan lejár a bérlete: ${facts.name}`,
      paragraphs: [standing(facts, 'hu'), endSentence(`Foglaljon időpontot időben: ${facts.salon.name}`)],
    }),
  },
);

/** PK-17: the day after the last valid one. */
export const packageExpired = toCustomer(
  { name: 'package-expired', on: ['package-expired'], endable: true, when: stillMeant },
  {
    en: (facts) => ({
      subject: `${facts.name} has expired`,
      heading: `Your package ${facts.name} has expired`,
      paragraphs: [
        standing(facts, 'en'),
        endSentence(`If you have a question about it, write to ${whereToWrite(facts)}`),
      ],
    }),
    hu: (facts) => ({
      subject: `${facts.name} – lejárt`,
      heading: `Lejárt a bérlete: ${facts.name}`,
      paragraphs: [standing(facts, 'hu'), endSentence(`Ha kérdése van, írjon nekünk: ${whereToWrite(facts)}`)],
    }),
  },
);

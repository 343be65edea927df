import type { PackageFacts } from './package-facts.js';
import { sayDay, standing, toCustomer } from './say.js';

/** The date moved, or the last session was used, since the reminder was meant. */
const stillMeant = ({ event, expiresOn, usedUp }: PackageFacts) => !usedUp && event.data['expiresOn'] === expiresOn;

/** PK-17: some days before the last valid day. */
export const packageExpiring = toCustomer(
  { name: 'package-expiring', on: ['package-expiring'], endable: true, when: stillMeant },
  {
    en: (facts) => ({
      subject: `${facts.name} expires on ${sayDay(facts.expiresOn ?? '', 'en')}`,
      heading: `Your package ${facts.name} expires soon`,
      paragraphs: [standing(facts, 'en'), `Book your next visit at ${facts.salon.name} in time.`],
    }),
    hu: (facts) => ({
      subject: `${facts.name} – lejár: ${sayDay(facts.expiresOn ?? '', 'hu')}`,
      heading: `Hamarosan lejár a bérlete: ${facts.name}`,
      paragraphs: [standing(facts, 'hu'), `Foglaljon időpontot időben: ${facts.salon.name}.`],
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
      paragraphs: [standing(facts, 'en'), `If you have a question about it, write to ${facts.salon.name}.`],
    }),
    hu: (facts) => ({
      subject: `${facts.name} – lejárt`,
      heading: `Lejárt a bérlete: ${facts.name}`,
      paragraphs: [standing(facts, 'hu'), `Ha kérdése van, írjon nekünk: ${facts.salon.name}.`],
    }),
  },
);

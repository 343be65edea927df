import { endSentence } from '@bookinda/contracts/written-date';
import { toCustomer } from './say.js';

/** PK-17: the last session was used; told once, however often one is given back and used again. */
export const packageFullyUsed = toCustomer(
  {
    name: 'package-fully-used',
    on: ['redemption', 'sessions-corrected'],
    endable: true,
    when: ({ usedUp, firstWord }) => usedUp && firstWord,
  },
  {
    en: ({ name, salon }) => ({
      subject: `${name} is used up`,
      heading: `You have used all of ${name}`,
      paragraphs: [`Thank you for your visits. Ask at ${salon.name} for a new package.`],
    }),
    hu: ({ name, salon }) => ({
      subject: `${name} – minden alkalmat felhasznált`,
      heading: `Minden alkalmat felhasznált: ${name}`,
      paragraphs: [endSentence(`Köszönjük, hogy nálunk járt. Új bérletért forduljon hozzánk: ${salon.name}`)],
    }),
  },
);

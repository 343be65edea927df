import { formatMoney } from '@bookinda/contracts/values';
import { endSentence } from '@bookinda/contracts/written-date';
import { standing, toCustomer } from './say.js';

/** PK-17: what was bought, with the code that its history begins with. */
export const packagePurchased = toCustomer(
  { name: 'package-purchased', on: ['package-sold'] },
  {
    en: (facts) => ({
      subject: `Your package: ${facts.name}`,
      heading: `Thank you for buying ${facts.name}`,
      paragraphs: [endSentence(`Price: ${formatMoney(facts.price, 'en')}`), standing(facts, 'en')],
    }),
    hu: (facts) => ({
      subject: `Bérlete: ${facts.name}`,
      heading: `Köszönjük, hogy megvásárolta: ${facts.name}`,
      paragraphs: [endSentence(`Ár: ${formatMoney(facts.price, 'hu')}`), standing(facts, 'hu')],
    }),
  },
);

import { formatMoney } from '@bookinda/contracts/values';
import { endSentence } from '@bookinda/contracts/written-date';
import type { PackageFacts } from './package-facts.js';
import { standing, toCustomer } from './say.js';

const received = ({ event, price }: PackageFacts) => ({
  amount: Number(event.data['amount']),
  currency: price.currency,
});

/** PK-17: the receipt of a payment. One that came with the purchase is told in the purchase's mail. */
export const packagePaymentReceived = toCustomer(
  { name: 'package-payment-received', on: ['payment-received'], when: ({ event }) => event.data['atSale'] !== true },
  {
    en: (facts) => ({
      subject: `Payment received: ${facts.name}`,
      heading: `We have received ${formatMoney(received(facts), 'en')}`,
      paragraphs: [endSentence(`For your package ${facts.name}`), standing(facts, 'en')],
    }),
    hu: (facts) => ({
      subject: `Befizetés érkezett: ${facts.name}`,
      heading: `Befizetését megkaptuk: ${formatMoney(received(facts), 'hu')}`,
      paragraphs: [endSentence(`Bérlet: ${facts.name}`), standing(facts, 'hu')],
    }),
  },
);

import { endSentence } from '@bookinda/contracts/written-date';
import type { Message } from '../../notifications/message.js';
import { disownLink, publicSubject } from './public-subject.js';
import { requesters } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';
import { whereToAnswer } from './where-to-answer.js';

/** True for a visitor and for the holder of a ticket's link, whose address is not proven by the request. */
const byStranger = ({ event, byCustomer }: TicketFacts) => event.actor.kind === 'requester' && !byCustomer;

/**
 * BS-10: every requester gets a receipt with the number. To an address that is not proven it carries nothing of what was written
 * (decision 11): otherwise the form would send any text to any address.
 */
export const ticketReceived: Message<TicketFacts> = {
  name: 'ticket-received',
  on: ['ticket-opened'],
  to: requesters,
  limit: (facts) =>
    byStranger(facts)
      ? 'strangers'
      : ['requester', 'api-key'].includes(facts.event.actor.kind)
        ? 'customers'
        : 'members',
  endable: ({ confirmed }) => !confirmed,
  says: {
    en: (facts) => ({
      subject: `[${facts.number}] ${publicSubject(facts, 'en')}`,
      letter: {
        heading: `We have received your message: ${facts.number}`,
        paragraphs: facts.proven
          ? [`Thank you. ${facts.desk} will answer you here. You can follow, add to and close your ticket at any time.`]
          : [
              `Thank you. ${facts.desk} will answer you here. To read, add to or close your ticket, open it with the button below.`,
              'You did not write to us? Then somebody entered your address by mistake: use the link at the end of this mail, and we stop.',
            ],
        ...(facts.message && facts.proven ? { quote: facts.message } : {}),
        button: 'Open the ticket',
        smallPrint: `You get this mail because ${facts.desk} received a ticket from this address. Anyone with the link can read and answer the ticket.\n${whereToAnswer(facts, 'en')}`,
        ...disownLink(facts, 'en'),
      },
    }),
    hu: (facts) => ({
      subject: `[${facts.number}] ${publicSubject(facts, 'hu')}`,
      letter: {
        heading: `Megkaptuk az üzenetét: ${facts.number}`,
        paragraphs: facts.proven
          ? [
              `Köszönjük! A válasz innen érkezik: ${endSentence(facts.desk)} A jegyet bármikor megnyithatja, kiegészítheti vagy lezárhatja.`,
            ]
          : [
              `Köszönjük! A válasz innen érkezik: ${endSentence(facts.desk)} A jegyet az alábbi gombbal nyithatja meg: ott elolvashatja, kiegészítheti vagy lezárhatja.`,
              'Nem Ön írt nekünk? Akkor valaki tévedésből az Ön címét adta meg: kattintson a levél végén lévő hivatkozásra, és nem írunk többet.',
            ],
        ...(facts.message && facts.proven ? { quote: facts.message } : {}),
        button: 'Jegy megnyitása',
        smallPrint: `Azért kapta ezt a levelet, mert erről a címről üzenet érkezett ide: ${endSentence(facts.desk)} Akinél a hivatkozás van, olvashatja és megválaszolhatja a jegyet.\n${whereToAnswer(facts, 'hu')}`,
        ...disownLink(facts, 'hu'),
      },
    }),
  },
};

import { localized } from '@bookinda/contracts/values';
import { endSentence } from '@bookinda/contracts/written-date';
import type { Message } from '../../notifications/message.js';
import { disownLink, publicSubject } from './public-subject.js';
import { otherRequesters } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';
import { howToReopen, whereToAnswer } from './where-to-answer.js';

/** BS-10: whoever asked reads the answer in the mail; a status that moved with it is told in the same mail. */
export const deskReplied: Message<TicketFacts> = {
  name: 'desk-replied',
  on: ['desk-replied'],
  when: ({ event, message }) => event.public && message !== null,
  to: otherRequesters,
  says: {
    en: (facts) => ({
      subject: `[${facts.number}] Re: ${publicSubject(facts, 'en')}`,
      letter: {
        heading: `${facts.desk} has answered`,
        paragraphs: [
          ...(facts.done ? [facts.done] : []),
          ...(facts.status
            ? [
                `Your ticket is now: ${endSentence(localized(facts.status.label, 'en'))}${facts.status.kind === 'solved' ? ` ${howToReopen('en')}` : ''}`,
              ]
            : []),
        ],
        ...(facts.message ? { quote: facts.message } : {}),
        button: 'Read and answer',
        smallPrint: whereToAnswer(facts, 'en'),
        ...disownLink(facts, 'en'),
      },
    }),
    hu: (facts) => ({
      subject: `[${facts.number}] Re: ${publicSubject(facts, 'hu')}`,
      letter: {
        heading: `Válasz érkezett: ${facts.desk}`,
        paragraphs: [
          ...(facts.done ? [facts.done] : []),
          ...(facts.status
            ? [
                `A jegy állapota most: ${endSentence(localized(facts.status.label, 'hu'))}${facts.status.kind === 'solved' ? ` ${howToReopen('hu')}` : ''}`,
              ]
            : []),
        ],
        ...(facts.message ? { quote: facts.message } : {}),
        button: 'Elolvasom és válaszolok',
        smallPrint: whereToAnswer(facts, 'hu'),
        ...disownLink(facts, 'hu'),
      },
    }),
  },
};

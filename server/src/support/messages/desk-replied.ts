import { localized } from '@bookinda/contracts/values';
import type { Message } from '../../notifications/message.js';
import { otherRequesters } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';

/** BS-10: whoever asked reads the answer in the mail; a status that moved with it is told in the same mail. */
export const deskReplied: Message<TicketFacts> = {
  name: 'desk-replied',
  on: ['desk-replied'],
  when: ({ event, message }) => event.public && message !== null,
  to: otherRequesters,
  says: {
    en: ({ number, subject, desk, message, status, done }) => ({
      subject: `[${number}] Re: ${subject}`,
      letter: {
        heading: `${desk} has answered`,
        paragraphs: [
          ...(done ? [done] : []),
          ...(status
            ? [
                `Your ticket is now: ${localized(status.label, 'en')}.${status.kind === 'solved' ? ' If something is still open, answer and it opens again.' : ''}`,
              ]
            : []),
        ],
        ...(message ? { quote: message } : {}),
        button: 'Read and answer',
      },
    }),
    hu: ({ number, subject, desk, message, status, done }) => ({
      subject: `[${number}] Re: ${subject}`,
      letter: {
        heading: `Válasz érkezett: ${desk}`,
        paragraphs: [
          ...(done ? [done] : []),
          ...(status
            ? [
                `A jegy állapota most: ${localized(status.label, 'hu')}.${status.kind === 'solved' ? ' Ha maradt kérdése, válaszoljon, és újra megnyitjuk.' : ''}`,
              ]
            : []),
        ],
        ...(message ? { quote: message } : {}),
        button: 'Elolvasom és válaszolok',
      },
    }),
  },
};

import { localized } from '@bookinda/contracts/values';
import type { Message } from '../../notifications/message.js';
import { otherRequesters } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';

/** BS-10: whoever asked learns where the ticket stands when the desk moved it by hand. */
export const statusChanged: Message<TicketFacts> = {
  name: 'status-changed',
  on: ['status-changed', 're-opened'],
  when: ({ event, status }) => event.public && status !== null,
  to: otherRequesters,
  says: {
    en: ({ number, subject, status, closeAfterDays }) => ({
      subject: `[${number}] ${subject}`,
      letter: {
        heading: `Your ticket is now: ${status ? localized(status.label, 'en') : ''}`,
        paragraphs:
          status?.kind === 'solved'
            ? [
                `If something is still open, answer and it opens again.${closeAfterDays > 0 ? ` Without a word it closes after ${closeAfterDays} days.` : ''}`,
              ]
            : [],
        button: 'Open the ticket',
      },
    }),
    hu: ({ number, subject, status, closeAfterDays }) => ({
      subject: `[${number}] ${subject}`,
      letter: {
        heading: `A jegy állapota most: ${status ? localized(status.label, 'hu') : ''}`,
        paragraphs:
          status?.kind === 'solved'
            ? [
                `Ha maradt kérdése, válaszoljon, és újra megnyitjuk.${closeAfterDays > 0 ? ` Ha nem ír, ${closeAfterDays} nap múlva lezárul.` : ''}`,
              ]
            : [],
        button: 'Jegy megnyitása',
      },
    }),
  },
};

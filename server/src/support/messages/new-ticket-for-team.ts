import type { Message } from '../../notifications/message.js';
import { team } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';

/** BS-10: the desk's address learns of every new ticket. */
export const newTicketForTeam: Message<TicketFacts> = {
  name: 'new-ticket-for-team',
  on: ['ticket-opened'],
  to: team,
  endable: true,
  says: {
    en: ({ number, subject, requester, message }) => ({
      subject: `[${number}] New ticket: ${subject}`,
      letter: {
        heading: `${requester} has written: ${subject}`,
        paragraphs: [],
        ...(message ? { quote: message } : {}),
        button: 'Open at the desk',
        smallPrint: `New ticket ${number}.`,
      },
    }),
    hu: ({ number, subject, requester, message }) => ({
      subject: `[${number}] Új jegy: ${subject}`,
      letter: {
        heading: `${requester} írt: ${subject}`,
        paragraphs: [],
        ...(message ? { quote: message } : {}),
        button: 'Megnyitás',
        smallPrint: `Új jegy: ${number}.`,
      },
    }),
  },
};

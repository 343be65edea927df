import type { Message } from '../../notifications/message.js';
import { requesters } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';

/** BS-10: whoever asked gets a receipt with the number, the writer too. */
export const ticketReceived: Message<TicketFacts> = {
  name: 'ticket-received',
  on: ['ticket-opened'],
  to: requesters,
  says: {
    en: ({ number, subject, desk, message }) => ({
      subject: `[${number}] ${subject}`,
      letter: {
        heading: `We have received your message: ${number}`,
        paragraphs: [
          `Thank you. ${desk} will answer you here. You can follow, add to and close your ticket at any time.`,
        ],
        ...(message ? { quote: message } : {}),
        button: 'Open the ticket',
        smallPrint: `You get this mail because ${desk} received a ticket from this address. Whoever has the link can read and answer the ticket.`,
      },
    }),
    hu: ({ number, subject, desk, message }) => ({
      subject: `[${number}] ${subject}`,
      letter: {
        heading: `Megkaptuk az üzenetét: ${number}`,
        paragraphs: [
          `Köszönjük! A válasz innen érkezik: ${desk}. A jegyet bármikor megnyithatja, kiegészítheti vagy lezárhatja.`,
        ],
        ...(message ? { quote: message } : {}),
        button: 'Jegy megnyitása',
        smallPrint: `Azért kapta ezt a levelet, mert erről a címről üzenet érkezett ide: ${desk}. Akinél a hivatkozás van, olvashatja és megválaszolhatja a jegyet.`,
      },
    }),
  },
};

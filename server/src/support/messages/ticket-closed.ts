import type { Message } from '../../notifications/message.js';
import { disownLink, publicSubject } from './public-subject.js';
import { otherRequesters } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';
import { whereToAnswer } from './where-to-answer.js';

const bySilence = ({ event }: TicketFacts) => event.actor.kind === 'system';

/** BS-08, BS-10: whoever asked learns once that the ticket is closed, by silence or by somebody of the same salon. */
export const ticketClosed: Message<TicketFacts> = {
  name: 'ticket-closed',
  on: ['closed'],
  when: ({ event }) => event.public,
  to: otherRequesters,
  says: {
    en: (facts) => ({
      subject: `[${facts.number}] ${publicSubject(facts, 'en')}`,
      letter: {
        heading: `${facts.number} is closed`,
        paragraphs: [
          bySilence(facts)
            ? `It was resolved, and nobody has written for ${facts.closeAfterDays} days.`
            : `${facts.event.actor.name} has closed it.`,
          'If you need us again, send a follow-up from the ticket.',
        ],
        button: 'Open the ticket',
        smallPrint: whereToAnswer(facts, 'en'),
        ...disownLink(facts, 'en'),
      },
    }),
    hu: (facts) => ({
      subject: `[${facts.number}] ${publicSubject(facts, 'hu')}`,
      letter: {
        heading: `${facts.number} lezárva`,
        paragraphs: [
          bySilence(facts)
            ? `Megoldottuk, és ${facts.closeAfterDays} napja nem érkezett új üzenet.`
            : `${facts.event.actor.name} lezárta.`,
          'Ha újra szüksége van ránk, a jegyből indíthat folytatást.',
        ],
        button: 'Jegy megnyitása',
        smallPrint: whereToAnswer(facts, 'hu'),
        ...disownLink(facts, 'hu'),
      },
    }),
  },
};

import { localized } from '@bookinda/contracts/values';
import type { Message } from '../../notifications/message.js';
import { disownLink, publicSubject } from './public-subject.js';
import { otherRequesters } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';
import { howToReopen, whereToAnswer } from './where-to-answer.js';

/** BS-10: whoever asked learns where the ticket stands when the desk moved it by hand. */
export const statusChanged: Message<TicketFacts> = {
  name: 'status-changed',
  on: ['status-changed', 're-opened'],
  when: ({ event, status }) => event.public && status !== null,
  to: otherRequesters,
  says: {
    en: (facts) => ({
      subject: `[${facts.number}] ${publicSubject(facts, 'en')}`,
      letter: {
        heading: `Your ticket is now: ${facts.status ? localized(facts.status.label, 'en') : ''}`,
        paragraphs:
          facts.status?.kind === 'solved'
            ? [
                `${howToReopen('en')}${facts.closeAfterDays > 0 ? ` Without a word it closes after ${facts.closeAfterDays} days.` : ''}`,
              ]
            : [],
        button: 'Open the ticket',
        smallPrint: whereToAnswer(facts, 'en'),
        ...disownLink(facts, 'en'),
      },
    }),
    hu: (facts) => ({
      subject: `[${facts.number}] ${publicSubject(facts, 'hu')}`,
      letter: {
        heading: `A jegy állapota most: ${facts.status ? localized(facts.status.label, 'hu') : ''}`,
        paragraphs:
          facts.status?.kind === 'solved'
            ? [
                `${howToReopen('hu')}${facts.closeAfterDays > 0 ? ` Ha nem ír, ${facts.closeAfterDays} nap múlva lezárul.` : ''}`,
              ]
            : [],
        button: 'Jegy megnyitása',
        smallPrint: whereToAnswer(facts, 'hu'),
        ...disownLink(facts, 'hu'),
      },
    }),
  },
};

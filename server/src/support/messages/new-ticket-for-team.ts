import type { Message } from '../../notifications/message.js';
import { unconfirmedMark } from './public-subject.js';
import { team } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';
import { whereTeamAnswers } from './where-to-answer.js';

/** BS-10: the desk's address learns of every new ticket. */
export const newTicketForTeam: Message<TicketFacts> = {
  name: 'new-ticket-for-team',
  on: ['ticket-opened'],
  to: team,
  endable: true,
  limit: 'team',
  says: {
    en: (facts) => ({
      subject: `[${facts.number}] New ticket: ${facts.subject}`,
      letter: {
        heading: `${facts.requester} has written: ${facts.subject}`,
        paragraphs: unconfirmedMark(facts, 'en'),
        ...(facts.message ? { quote: facts.message } : {}),
        button: 'Open at the desk',
        smallPrint: `New ticket ${facts.number}.\n${whereTeamAnswers('en')}`,
      },
    }),
    hu: (facts) => ({
      subject: `[${facts.number}] Új jegy: ${facts.subject}`,
      letter: {
        heading: `${facts.requester} írt: ${facts.subject}`,
        paragraphs: unconfirmedMark(facts, 'hu'),
        ...(facts.message ? { quote: facts.message } : {}),
        button: 'Megnyitás',
        smallPrint: `Új jegy: ${facts.number}.\n${whereTeamAnswers('hu')}`,
      },
    }),
  },
};

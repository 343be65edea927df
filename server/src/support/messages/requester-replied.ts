import type { Message } from '../../notifications/message.js';
import { unconfirmedMark } from './public-subject.js';
import { answering, otherRequesters } from './recipients.js';
import type { TicketFacts } from './ticket-facts.js';
import { whereTeamAnswers, whereToAnswer } from './where-to-answer.js';

const reopened = ({ event }: TicketFacts) => event.data['reopened'] === true;

/** BS-07, BS-10: whoever works on the ticket, else the desk's address, learns of the requester's message. */
export const requesterReplied: Message<TicketFacts> = {
  name: 'requester-replied',
  on: ['requester-replied'],
  when: ({ message }) => message !== null,
  to: answering,
  endable: true,
  limit: 'team',
  says: {
    en: (facts) => ({
      subject: `[${facts.number}] Re: ${facts.subject}`,
      letter: {
        heading: reopened(facts) ? `${facts.requester} has re-opened the ticket` : `${facts.requester} has written`,
        paragraphs: unconfirmedMark(facts, 'en'),
        ...(facts.message ? { quote: facts.message } : {}),
        button: 'Open at the desk',
        smallPrint: whereTeamAnswers('en'),
      },
    }),
    hu: (facts) => ({
      subject: `[${facts.number}] Re: ${facts.subject}`,
      letter: {
        heading: reopened(facts) ? `${facts.requester} újranyitotta a jegyet` : `${facts.requester} írt`,
        paragraphs: unconfirmedMark(facts, 'hu'),
        ...(facts.message ? { quote: facts.message } : {}),
        button: 'Megnyitás',
        smallPrint: whereTeamAnswers('hu'),
      },
    }),
  },
};

/** BS-10: when a member writes for the salon, the salon's own address gets a copy. */
export const requesterRepliedForSalon: Message<TicketFacts> = {
  name: 'requester-replied-for-salon',
  on: ['requester-replied'],
  when: ({ event, message }) => event.public && message !== null,
  to: otherRequesters,
  says: {
    en: (facts) => ({
      subject: `[${facts.number}] Re: ${facts.subject}`,
      letter: {
        heading: `${facts.message?.author ?? ''} has written for you`,
        paragraphs: [],
        ...(facts.message ? { quote: facts.message } : {}),
        button: 'Open the ticket',
        smallPrint: whereToAnswer(facts, 'en'),
      },
    }),
    hu: (facts) => ({
      subject: `[${facts.number}] Re: ${facts.subject}`,
      letter: {
        heading: `${facts.message?.author ?? ''} írt az Önök nevében`,
        paragraphs: [],
        ...(facts.message ? { quote: facts.message } : {}),
        button: 'Jegy megnyitása',
        smallPrint: whereToAnswer(facts, 'hu'),
      },
    }),
  },
};

import type { Recipient } from '../../notifications/message.js';
import type { TicketFacts } from './ticket-facts.js';

/** Everybody on the requester's side. */
export const requesters = (facts: TicketFacts): Recipient[] => facts.requesters;

/** The requester's side, but never whoever did it (BS-10). */
export const otherRequesters = (facts: TicketFacts): Recipient[] => butAuthor(facts, facts.requesters);

/** The desk's address. */
export const team = (facts: TicketFacts): Recipient[] => butAuthor(facts, [facts.team]);

/** Whoever works on it, else the desk's address. */
export const answering = (facts: TicketFacts): Recipient[] => butAuthor(facts, [facts.answering]);

function butAuthor({ author }: TicketFacts, people: Recipient[]): Recipient[] {
  return people.filter(({ address }) => address.toLowerCase() !== author?.toLowerCase());
}

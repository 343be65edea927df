import type { Language } from '@bookinda/contracts/values';
import type { Words } from '../../notifications/message.js';
import type { TicketFacts } from './ticket-facts.js';

const ours: Record<Language, (desk: string) => string> = {
  en: (desk) => `Your message to ${desk}`,
  hu: (desk) => `Az Ön üzenete: ${desk}`,
};
const notMe: Record<Language, string> = { en: 'This was not me', hu: 'Nem én írtam' };
const unconfirmed: Record<Language, (address: string) => string> = {
  en: (address) =>
    `Address not confirmed: a visitor entered ${address}, and nobody has opened the ticket from that mailbox yet.`,
  hu: (address) =>
    `Nem igazolt cím: egy látogató adta meg ezt: ${address}, de ebből a postafiókból még nem nyitották meg a jegyet.`,
};

/** What a mail to the requester calls the ticket: by the requester's subject only where the address is proven. */
export function publicSubject({ proven, subject, desk }: TicketFacts, language: Language): string {
  return proven ? subject : ours[language](desk);
}

/** The way out for a mailbox's holder whose address somebody else typed. */
export function disownLink({ disownUrl }: TicketFacts, language: Language): Pick<Words['letter'], 'link'> {
  return disownUrl ? { link: { label: notMe[language], url: disownUrl } } : {};
}

/** The line that warns the desk of an address that is not confirmed. */
export function unconfirmedMark({ confirmed, requesters }: TicketFacts, language: Language): string[] {
  const [address] = requesters;
  return confirmed || !address ? [] : [unconfirmed[language](address.address)];
}

import type { Language } from '@bookinda/contracts/values';
import type { TicketFacts } from './ticket-facts.js';

const forRequester: Record<Language, (address: string) => string> = {
  en: (address) =>
    `To answer, please use the button: an answer to this mail does not appear in the ticket${address ? `, it goes to ${address}` : ''}.`,
  hu: (address) =>
    `Kérjük, a gombbal válaszoljon: az erre a levélre küldött válasz nem kerül be a jegybe${address ? `, hanem ide érkezik: ${address}` : ''}.`,
};
const reopening: Record<Language, string> = {
  en: 'If something is still open, write to us with the button below and the ticket opens again.',
  hu: 'Ha maradt kérdése, írjon nekünk az alábbi gombbal, és újra megnyitjuk a jegyet.',
};
const forTeam: Record<Language, string> = {
  en: 'To answer, please use the button: an answer to this mail does not reach the person who wrote.',
  hu: 'A válaszhoz a gomb használandó: az erre a levélre küldött válasz nem jut el a bejelentőhöz.',
};

/** Tells the requester where an answer arrives. Incoming mail is not read into tickets, so no mail may ask to be answered. */
export function whereToAnswer({ team }: TicketFacts, language: Language): string {
  return forRequester[language](team.address);
}

/** Tells the requester of a solved ticket how it opens again. */
export function howToReopen(language: Language): string {
  return reopening[language];
}

/** Tells a colleague that the customer does not read an answer to this mail. */
export function whereTeamAnswers(language: Language): string {
  return forTeam[language];
}

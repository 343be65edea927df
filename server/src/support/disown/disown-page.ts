import { type Language, languages } from '@bookinda/contracts/values';
import type { Database } from '../../platform/database/database.js';
import { escaped, plainPage } from '../../platform/http/plain-page.js';
import { sayNumber } from '../tickets/excerpt.js';

/** How long the tenant's forms cause no receipt to the mailbox after "this was not me". */
export const receiptsBlockedDays = 30;

const en = {
  question: (desk: string) => `Did you not write to ${desk}?`,
  why: (number: string) =>
    `Somebody entered your address in a form (${number}). If it was not you, press the button: the ticket is closed, no more mails about it come to you, and for ${receiptsBlockedDays} days this form sends you no receipts.`,
  button: 'This was not me',
  done: 'Thank you',
  stopped: (number: string) => `${number} is closed. You get no more mails about it.`,
  holder: 'Holder of the e-mail address',
  reason: 'The holder of this address says: this was not me.',
};
const hu: typeof en = {
  question: (desk) => `Nem Ön írt ide: ${desk}?`,
  why: (number) =>
    `Valaki az Ön címét adta meg egy űrlapon (${number}). Ha nem Ön volt, nyomja meg a gombot: a jegyet lezárjuk, erről több levelet nem kap, és ${receiptsBlockedDays} napig ez az űrlap nem küld Önnek visszaigazolást.`,
  button: 'Nem én írtam',
  done: 'Köszönjük',
  stopped: (number) => `A(z) ${number} jegyet lezártuk. Több levelet nem kap róla.`,
  holder: 'Az e-mail-cím tulajdonosa',
  reason: 'A cím tulajdonosa szerint nem ő írta.',
};
const words: Record<Language, typeof en> = { en, hu };

/** The desk a disowned ticket lies at, and the language it was written in. */
export interface DeskOfTicket {
  desk: string;
  number: string;
  language: string;
  desk_language: string;
}

const deskOf = {
  name: 'desk-of-disowned-ticket',
  text: `SELECT w.name AS desk, w.language AS desk_language, t.language, ${sayNumber('t.number', 'd')} AS number
    FROM ticket t JOIN desk d ON d.tenant_id = t.tenant_id JOIN tenant w ON w.id = t.tenant_id WHERE t.tenant_id = $1 AND t.id = $2 AND t.customer_id IS NULL`,
};

export async function readDeskOf(db: Database, tenantId: string, ticketId: string): Promise<DeskOfTicket | undefined> {
  const [row] = await db.statement<DeskOfTicket>({ tenantId }, deskOf, [tenantId, ticketId]);
  return row;
}

/** The question with its button, or that it is done; it shows none of the stranger's words. */
export function disownPage({ desk, number, language }: DeskOfTicket, step: 'question' | 'done'): string {
  const spoken = languageOf(language);
  const { question, why, button, done, stopped } = words[spoken];
  return step === 'question'
    ? plainPage(
        spoken,
        question(desk),
        `<p>${escaped(why(number))}</p><form method="post"><button>${escaped(button)}</button></form>`,
      )
    : plainPage(spoken, done, `<p>${escaped(stopped(number))}</p>`);
}

/** Who closed the ticket and why, in the desk's language. */
export function disownedBy({ desk_language }: DeskOfTicket): { name: string; reason: string } {
  const { holder, reason } = words[languageOf(desk_language)];
  return { name: holder, reason };
}

function languageOf(tag: string): Language {
  return languages.find((language) => tag.toLowerCase().startsWith(language)) ?? 'en';
}

import type { Language } from '@bookinda/contracts/values';
import { endSentence } from '@bookinda/contracts/written-date';
import type { Declaration, EventRow, Message, Recipient, Words } from '../../notifications/message.js';
import type { Config } from '../../platform/config.js';
import type { Database } from '../../platform/database/database.js';
import { fillIn, type Named, paragraphsOf } from './fill-in.js';

/** Of the declared message, and so of the link that ends these letters. */
export const letterMessage = 'package-letter';

/** What a letter to one customer knows. */
export interface LetterFacts extends Named {
  letter: string;
  subject: string;
  body: string;
  to: Recipient[];
}

const smallPrint: Record<Language, (salon: string) => string> = {
  en: (salon) => endSentence(`You get this letter because you have a package at ${salon}`),
  hu: (salon) => endSentence(`Azért kapja ezt a levelet, mert bérlete van itt: ${salon}`),
};

/** The words of the letter to one customer, in a frame of her language. */
export function wordsOfLetter(facts: Omit<LetterFacts, 'to' | 'letter'>, language: Language): Words {
  const subject = fillIn(facts.subject, facts, language);
  const paragraphs = paragraphsOf(facts.body).map((part) => fillIn(part, facts, language));
  return { subject, letter: { heading: subject, paragraphs, smallPrint: smallPrint[language](facts.salon) } };
}

const message: Message<LetterFacts> = {
  name: letterMessage,
  on: [letterMessage],
  endable: true,
  to: (facts) => facts.to,
  says: { en: (facts) => wordsOfLetter(facts, 'en'), hu: (facts) => wordsOfLetter(facts, 'hu') },
};

/** SQL: packages of a customer as `Named` has them, from an array of their ids; null when none is left. */
export const namedPackages = (
  ids: string,
) => `(SELECT json_agg(json_build_object('name', p.name, 'remaining', p.remaining, 'expiresOn', p.expires_on)
    ORDER BY p.expires_on NULLS LAST, p.id) FROM sold_package p WHERE p.tenant_id = $1 AND p.id = ANY (${ids}) AND p.cancelled_at IS NULL)`;

interface FactsRow extends Named {
  event: string;
  letter: string;
  subject: string;
  body: string;
  email: string | null;
  language: string;
}

const facts = {
  name: 'facts-of-letter',
  text: `SELECT e.id AS event, l.id AS letter, l.subject, l.body, c.name AS customer, c.email, c.language, w.name AS salon, w.time_zone AS "timeZone", ${namedPackages('i.packages')} AS packages
    FROM event e JOIN package_letter_item i ON i.tenant_id = $1 AND i.letter_id = (e.data ->> 'letter')::uuid AND i.customer_id = e.customer_id
    JOIN package_letter l ON l.tenant_id = $1 AND l.id = i.letter_id JOIN customer c ON c.tenant_id = $1 AND c.id = i.customer_id JOIN tenant w ON w.id = $1
    WHERE e.tenant_id = $1 AND e.id = ANY ($2::uuid[])`,
};

/** PK-06: declared like every other message, so that whoever delivers knows no packages. */
export function declarationOfLetters({ publicUrl }: Config): Declaration<LetterFacts> {
  return {
    facts: async (db: Database, events: EventRow[]) => {
      const tenantId = events[0]?.tenantId;
      if (tenantId === undefined) return new Map();
      const rows = await db.statement<FactsRow>({ tenantId }, facts, [tenantId, events.map(({ id }) => id)]);
      // Cancelled meanwhile: there is nothing to write about.
      const told = rows.filter(({ packages }) => packages !== null);
      return new Map(told.map(({ event, ...row }) => [event, { ...row, to: recipients(row, publicUrl) }]));
    },
    conversation: ({ letter }) => `letter-${letter}`,
    messages: [message],
  };
}

function recipients({ email, customer, language }: Omit<FactsRow, 'event'>, url: string): Recipient[] {
  return email ? [{ address: email, name: customer, language: languageOf(language), url }] : [];
}

export function languageOf(tag: string): Language {
  return tag.toLowerCase().startsWith('hu') ? 'hu' : 'en';
}

import { renewTicketLink } from '../../identity/ticket-pass.js';
import { escaped } from '../../platform/http/plain-page.js';
import type { KeyRing } from '../../platform/keys/key-ring.js';
import type { Letter } from './letter.js';

const purpose = 'mail-links';
const places = ['button', 'link', 'unsubscribe'] as const;

/** The addresses of a mail's links, by where they stand. */
type Links = Partial<Record<(typeof places)[number], string>>;

/**
 * The letter with a placeholder for each link, and the links sealed for the mail's id: a link holds a secret, and what is
 * stored may be read by more people than the mail is meant for. A placeholder holds the mail's id, so that
 * a text written for the mail cannot contain it. Null where the letter has no link.
 */
export function withSealedLinks(letter: Letter, id: string, keys: KeyRing): { letter: Letter; links: Buffer | null } {
  const links: Links = {};
  const without = { ...letter };
  for (const place of places) {
    const link = letter[place];
    if (!link) continue;
    links[place] = link.url;
    without[place] = { ...link, url: placeholder(place, id) };
  }
  const sealed = Object.keys(links).length > 0 ? keys.seal(purpose, id, JSON.stringify(links)) : null;
  return { letter: without, links: sealed };
}

interface StoredWords {
  html: string;
  body: string;
  unsubscribe?: string | undefined;
}

/**
 * The words with their links, for sending; undefined where the key that sealed them is gone. `links` null: the words hold them.
 * `linkVersion`: the ticket's at this moment, null where the mail is about none; the desk may have ended the links that were sealed.
 */
export function withLinks(
  words: StoredWords,
  id: string,
  links: Buffer | null,
  keys: KeyRing,
  linkVersion: number | null = null,
): StoredWords | undefined {
  if (!links) return words;
  const text = keys.open(purpose, id, links);
  if (text === undefined) return undefined;
  const { html, body, unsubscribe } = words;
  const known = JSON.parse(text) as Links;
  return places.reduce<StoredWords>(
    (so, place) => {
      const [hole, stored] = [placeholder(place, id), known[place]];
      if (stored === undefined) return so;
      const url = linkVersion === null ? stored : renewTicketLink(keys, stored, linkVersion);
      return {
        html: so.html.replaceAll(hole, () => escaped(url)),
        body: so.body.replaceAll(hole, () => url),
        unsubscribe: so.unsubscribe === hole ? url : so.unsubscribe,
      };
    },
    { html, body, unsubscribe },
  );
}

/** The words as the mail log shows them: `removed` where a link stood. */
export function withoutLinks(html: string, text: string, removed: string): { html: string; text: string } {
  return {
    html: html.replace(/<a href="link:[a-z]+:[0-9a-f-]{36}"([^>]*)>([^<]*)<\/a>/g, `<a$1>$2 (${escaped(removed)})</a>`),
    text: text.replace(/link:[a-z]+:[0-9a-f-]{36}/g, `(${removed})`),
  };
}

function placeholder(place: keyof Links, id: string): string {
  return `link:${place}:${id}`;
}

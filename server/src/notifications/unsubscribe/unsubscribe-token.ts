import type { Language } from '@bookinda/contracts/values';
import type { KeyRing } from '../../platform/keys/key-ring.js';

const markBytes = 24;

/** Whose mails of which message end. */
export interface Unsubscription {
  tenantId: string;
  message: string;
  address: string;
  /** Of the mail with the link; links from before it was kept have none. */
  language?: Language | undefined;
}

/** The last part of an unsubscribe link, with the address as it was written to: it needs no sign-in (RFC 8058), so it proves itself. */
export function unsubscribeToken(keys: KeyRing, { tenantId, message, address, language }: Unsubscription): string {
  const words = Buffer.from(JSON.stringify([tenantId, message, address, language])).toString('base64url');
  return `${words}.${keys.mark('unsubscribe', words, markBytes).toString('base64url')}`;
}

/** What a genuine token names, else undefined. */
export function readUnsubscribeToken(keys: KeyRing, token: string): Unsubscription | undefined {
  const [words = '', mark = ''] = token.split('.');
  if (!keys.holds('unsubscribe', words, mark, markBytes)) return undefined;
  const [tenantId, message, address, language] = JSON.parse(Buffer.from(words, 'base64url').toString()) as [
    string,
    string,
    string,
    (Language | null)?,
  ];
  return { tenantId, message, address, language: language ?? undefined };
}

import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whose mails of which message end. */
export interface Unsubscription {
  tenantId: string;
  message: string;
  address: string;
}

/** The last part of an unsubscribe link: it needs no sign-in (RFC 8058), so it proves itself. */
export function unsubscribeToken(secret: string, { tenantId, message, address }: Unsubscription): string {
  const words = Buffer.from(JSON.stringify([tenantId, message, address.toLowerCase()])).toString('base64url');
  return `${words}.${markOf(secret, words)}`;
}

/** What a genuine token names, else undefined. */
export function readUnsubscribeToken(secret: string, token: string): Unsubscription | undefined {
  const [words = '', mark = ''] = token.split('.');
  const [given, right] = [Buffer.from(mark), Buffer.from(markOf(secret, words))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const [tenantId, message, address] = JSON.parse(Buffer.from(words, 'base64url').toString()) as [
    string,
    string,
    string,
  ];
  return { tenantId, message, address };
}

function markOf(secret: string, words: string): string {
  return createHmac('sha256', secret)
    .update('unsubscribe')
    .update(words)
    .digest()
    .subarray(0, 24)
    .toString('base64url');
}

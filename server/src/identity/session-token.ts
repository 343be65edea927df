import { hash, randomBytes } from 'node:crypto';
import type { KeyRing } from '../platform/keys/key-ring.js';

/** Name of the session cookie; `__Host-` binds it to this host where there is TLS. */
export function sessionCookie(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-bookinda_session' : 'bookinda_session';
}

/** 32 random bytes as 43 characters: a session, or the secret in a mail's link. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text can be one of newToken's; whatever else comes is not worth a question to the database. */
export function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text);
}

/** Only this is stored of a token. */
export function tokenHash(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** The CSRF token of a session: proof that the page could read an answer of ours. */
export function csrfOf(keys: KeyRing, sessionToken: string): string {
  return keys.mark('csrf', sessionToken).toString('base64url');
}

/** Whether `sent` is the session's CSRF token, under the current secret or a former one: open pages outlive a change. */
export function isCsrfOf(keys: KeyRing, sessionToken: string, sent: string): boolean {
  return keys.holds('csrf', sessionToken, sent);
}

import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

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
export function csrfOf(secret: string, sessionToken: string): string {
  return createHmac('sha256', secret).update('csrf').update(sessionToken).digest('base64url');
}

export function sameText(left: string, right: string): boolean {
  const [a, b] = [tokenHash(left), tokenHash(right)];
  return timingSafeEqual(a, b);
}

import type { KeyRing } from '../../platform/keys/key-ring.js';

const markBytes = 24;

/** The ticket whose mail the holder of the address says was none of hers. */
export interface Disowned {
  tenantId: string;
  ticketId: string;
}

/** The last part of a "this was not me" link: base64url of tenant, ticket and HMAC. It needs no sign-in, so it proves itself; it opens nothing. */
export function disownToken(keys: KeyRing, { tenantId, ticketId }: Disowned): string {
  const ids = Buffer.from((tenantId + ticketId).replaceAll('-', ''), 'hex');
  return Buffer.concat([ids, keys.mark('disown-ticket', ids, markBytes)]).toString('base64url');
}

/** What a genuine token names, else undefined. */
export function readDisownToken(keys: KeyRing, token: string): Disowned | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 56) return undefined;
  const ids = bytes.subarray(0, 32);
  if (!keys.holds('disown-ticket', ids, bytes.subarray(32), markBytes)) return undefined;
  return { tenantId: uuidOf(ids.subarray(0, 16)), ticketId: uuidOf(ids.subarray(16)) };
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

import type { KeyRing } from '../platform/keys/key-ring.js';

const markBytes = 24;

/**
 * The secret in a ticket mail's link: `vt_` + base64url(tenant, ticket, HMAC). Nothing is stored; whoever holds it may
 * read and answer that one ticket, as a forwarded mail always allowed.
 */
export function ticketPass(keys: KeyRing, tenantId: string, ticketId: string): string {
  const ids = Buffer.concat([bytesOf(tenantId), bytesOf(ticketId)]);
  return `vt_${Buffer.concat([ids, keys.mark('ticket-link', ids, markBytes)]).toString('base64url')}`;
}

/** Tenant and ticket of a genuine pass, else undefined. */
export function readTicketPass(keys: KeyRing, pass: string): { tenantId: string; ticketId: string } | undefined {
  const bytes = Buffer.from(pass.slice(3), 'base64url');
  if (bytes.length !== 56) return undefined;
  const ids = bytes.subarray(0, 32);
  if (!keys.holds('ticket-link', ids, bytes.subarray(32), markBytes)) return undefined;
  return { tenantId: uuidOf(ids.subarray(0, 16)), ticketId: uuidOf(ids.subarray(16)) };
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

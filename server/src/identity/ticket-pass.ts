import type { KeyRing } from '../platform/keys/key-ring.js';

const idsBytes = 32;
const versionBytes = 4;
const markBytes = 24;

/** What a ticket mail's link names. */
export interface TicketLink {
  tenantId: string;
  ticketId: string;
  /** The ticket's `link_version` when the link was made: another one has ended (ticket-links.ts). */
  linkVersion: number;
}

/**
 * The secret in a ticket mail's link: `vt_` + base64url(tenant, ticket, version, HMAC). Nothing is stored. Its holder
 * may read and answer that one ticket, so a forwarded mail can be answered.
 */
export function ticketPass(keys: KeyRing, tenantId: string, ticketId: string, linkVersion: number): string {
  const words = Buffer.concat([bytesOf(tenantId), bytesOf(ticketId), Buffer.alloc(versionBytes)]);
  words.writeUInt32BE(linkVersion, idsBytes);
  return `vt_${Buffer.concat([words, keys.mark('ticket-link', words, markBytes)]).toString('base64url')}`;
}

/** What a genuine link names, else undefined. One from before there were versions counts as version 0. */
export function readTicketPass(keys: KeyRing, pass: string): TicketLink | undefined {
  const bytes = Buffer.from(pass.slice(3), 'base64url');
  const wordsBytes = bytes.length - markBytes;
  if (wordsBytes !== idsBytes && wordsBytes !== idsBytes + versionBytes) return undefined;
  const words = bytes.subarray(0, wordsBytes);
  if (!keys.holds('ticket-link', words, bytes.subarray(wordsBytes), markBytes)) return undefined;
  return {
    tenantId: uuidOf(words.subarray(0, 16)),
    ticketId: uuidOf(words.subarray(16, idsBytes)),
    linkVersion: wordsBytes === idsBytes ? 0 : words.readUInt32BE(idsBytes),
  };
}

/** The address, whose ticket link is replaced by one of this version where it has another. */
export function renewTicketLink(keys: KeyRing, url: string, linkVersion: number): string {
  return url.replace(/vt_[\w-]+$/, (pass) => {
    const link = readTicketPass(keys, pass);
    if (!link || link.linkVersion === linkVersion) return pass;
    return ticketPass(keys, link.tenantId, link.ticketId, linkVersion);
  });
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

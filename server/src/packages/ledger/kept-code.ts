import type { KeyRing } from '../../platform/keys/key-ring.js';

const markBytes = 24;

/** The check code that a mail carries, and whose it is. */
export interface KeptCode {
  tenantId: string;
  packageId: string;
  /** 64 hexadecimal digits. */
  head: string;
}

/** The last part of a mail's link to the check of its code. Nothing is stored; it shows no more than the mail itself says. */
export function keptCodeToken(keys: KeyRing, { tenantId, packageId, head }: KeptCode): string {
  const words = Buffer.from([tenantId, packageId, head].join('').replaceAll('-', ''), 'hex');
  return Buffer.concat([words, keys.mark('package-check', words, markBytes)]).toString('base64url');
}

/** What a genuine token names, else undefined. */
export function readKeptCode(keys: KeyRing, token: string): KeptCode | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 88) return undefined;
  const words = bytes.subarray(0, 64);
  if (!keys.holds('package-check', words, bytes.subarray(64), markBytes)) return undefined;
  const [tenantId, packageId] = [words.subarray(0, 16), words.subarray(16, 32)].map((id) =>
    id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  ) as [string, string];
  return { tenantId, packageId, head: words.subarray(32).toString('hex') };
}

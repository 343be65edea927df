import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '../platform/database/database.js';

/** Crockford's base 32: no i, l, o and u. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const codeLength = 16;
const recoveryCodeCount = 10;

/** 80 random bits, `k7qm-2x9d-0f3v-h8wz`: too many to be guessed from a hash, so a fast hash is enough. */
function newRecoveryCode(): string {
  const letters = [...randomBytes(codeLength)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return letters.replace(/.{4}(?=.)/g, '$&-');
}

/** What is stored of a code. Case, spaces and hyphens do not matter, nor which of 1, i, l or 0, o was typed. */
export function recoveryCodeHash(personId: string, code: string): Buffer {
  const typed = code.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '').replace(/[il]/g, '1').replace(/o/g, '0');
  return createHash('sha256').update(`recovery-code\0${personId}\0${typed}`).digest();
}

/** Replaces a person's codes by ten new ones, which are given in clear this once. */
export async function renewRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
  await tx.rows('DELETE FROM auth.recovery_code WHERE person_id = $1', [personId]);
  await tx.rows('INSERT INTO auth.recovery_code (person_id, hash) SELECT $1, unnest($2::bytea[])', [
    personId,
    codes.map((code) => recoveryCodeHash(personId, code)),
  ]);
  return codes;
}

export const recoveryCodesLeft = {
  name: 'recovery-codes-left',
  text: 'SELECT count(*)::int AS left FROM auth.recovery_code WHERE person_id = $1 AND used_at IS NULL',
};

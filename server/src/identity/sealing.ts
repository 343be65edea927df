import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * A secret that must be readable again, closed for the table: AES-256-GCM under a key derived from `root` for `purpose`.
 * `owner` is bound in: copied to another row it does not open. Layout: nonce (12), tag (16), cipher text.
 */
export function sealed(root: string, purpose: string, owner: string, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(root, purpose), nonce).setAAD(Buffer.from(owner));
  const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), closed]);
}

/** The text again; undefined where root, purpose or owner is another one, or a byte was changed. */
export function unsealed(root: string, purpose: string, owner: string, bytes: Buffer): string | undefined {
  try {
    const [nonce, tag, closed] = [
      bytes.subarray(0, nonceBytes),
      bytes.subarray(nonceBytes, nonceBytes + tagBytes),
      bytes.subarray(nonceBytes + tagBytes),
    ];
    const decipher = createDecipheriv('aes-256-gcm', keyOf(root, purpose), nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
    return decipher.update(closed, undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

function keyOf(root: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', root, 'bookinda-desk', purpose, 32));
}

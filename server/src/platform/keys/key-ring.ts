import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What a key may be used for. Each purpose has a key of its own, so that a mark or a seal of one means nothing to another. */
export type KeyPurpose =
  | 'authenticator'
  | 'customer-token-secret'
  | 'mail-links'
  | 'csrf'
  | 'proof-of-work'
  | 'plain-form'
  | 'unsubscribe'
  | 'ticket-link'
  | 'disown-ticket'
  | 'package-check'
  | 'known-device';

/**
 * Marks made before the ring existed: HMAC-SHA-256 under the secret itself over this prefix and the words. They stand in
 * mails that people keep, so they are accepted for as long as their secret is in the ring.
 */
const formerPrefixes: Partial<Record<KeyPurpose, string>> = {
  csrf: 'csrf',
  'proof-of-work': 'proof:',
  unsubscribe: 'unsubscribe',
  'ticket-link': 'ticket-pass',
  'package-check': 'kept-code',
};

const salt = 'bookinda-desk';
/** The first byte of sealed bytes that name their key. */
const layout = Buffer.from([1]);
const idBytes = 4;
const headerBytes = layout.length + idBytes;
const nonceBytes = 12;
const tagBytes = 16;

interface Secret {
  id: Buffer;
  /** Key of the marks made before the ring. */
  whole: KeyObject;
  derived: Map<KeyPurpose, KeyObject>;
  root: string;
}

/**
 * The keys of an installation: the current secret (`SECRET`) and former ones (`SECRET_OLD`). Whatever is sealed or marked
 * anew is so under the current one; whatever was sealed or marked under any of them still opens and holds. A key per
 * purpose is derived by HKDF-SHA-256 (RFC 5869).
 */
export class KeyRing {
  readonly #secrets: [Secret, ...Secret[]];

  /** At least one secret; the first is the current one, and one that is named twice counts once. */
  constructor(current: string, former: readonly string[] = []) {
    const [first, ...others] = [...new Set([current, ...former])] as [string, ...string[]];
    this.#secrets = [secretOf(first), ...others.map(secretOf)];
  }

  /** Ids of the keys, the current one first: eight hexadecimal digits each, which tell nothing about the secret. */
  get ids(): string[] {
    return this.#secrets.map(({ id }) => id.toString('hex'));
  }

  /** What sealed bytes begin with when they need no new seal. */
  get currentHeader(): Buffer {
    return Buffer.concat([layout, this.#secrets[0].id]);
  }

  /**
   * A secret that must be readable again, closed for the table: AES-256-GCM. `owner` and the header are bound in: copied to
   * another row, or under another key's name, it does not open. Layout: 1, key id (4), nonce (12), tag (16), cipher text.
   */
  seal(purpose: KeyPurpose, owner: string, text: string): Buffer {
    const header = this.currentHeader;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', keyOf(this.#secrets[0], purpose), nonce);
    cipher.setAAD(Buffer.concat([header, Buffer.from(owner)]));
    const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([header, nonce, cipher.getAuthTag(), closed]);
  }

  /** The text again; undefined where secret, purpose or owner is another one, or a byte was changed. */
  open(purpose: KeyPurpose, owner: string, bytes: Buffer): string | undefined {
    const header = bytes.subarray(0, headerBytes);
    const named = this.#secrets.find(({ id }) => header.equals(Buffer.concat([layout, id])));
    const text =
      named && opened(keyOf(named, purpose), bytes.subarray(headerBytes), Buffer.concat([header, Buffer.from(owner)]));
    if (text !== undefined) return text;
    // Sealed before the ring existed: no header, and the key is whichever opens it.
    return this.#secrets.map((secret) => opened(keyOf(secret, purpose), bytes, Buffer.from(owner))).find(isText);
  }

  /** Whether the bytes name the current key. */
  isCurrent(bytes: Buffer): boolean {
    return bytes.subarray(0, headerBytes).equals(this.currentHeader);
  }

  /** HMAC-SHA-256 of the words under the current key, cut to `length` bytes. */
  mark(purpose: KeyPurpose, words: string | Buffer, length = 32): Buffer {
    return markUnder(keyOf(this.#secrets[0], purpose), words).subarray(0, length);
  }

  /** Whether `mark` (bytes, or base64url) is that of these words under any of the keys; as long for every wrong one. */
  holds(purpose: KeyPurpose, words: string | Buffer, mark: Buffer | string, length = 32): boolean {
    const given = typeof mark === 'string' ? bytesOf(mark) : mark;
    if (given.length !== length) return false;
    return this.#secrets.some((secret) => {
      if (timingSafeEqual(markUnder(keyOf(secret, purpose), words).subarray(0, length), given)) return true;
      const prefix = formerPrefixes[purpose];
      if (prefix === undefined) return false;
      return timingSafeEqual(markUnder(secret.whole, words, prefix).subarray(0, length), given);
    });
  }
}

function secretOf(root: string): Secret {
  return {
    root,
    id: Buffer.from(hkdfSync('sha256', root, salt, 'key-id', idBytes)),
    whole: createSecretKey(Buffer.from(root)),
    derived: new Map(),
  };
}

function keyOf(secret: Secret, purpose: KeyPurpose): KeyObject {
  const known = secret.derived.get(purpose);
  if (known) return known;
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret.root, salt, purpose, 32)));
  secret.derived.set(purpose, key);
  return key;
}

function markUnder(key: KeyObject, words: string | Buffer, prefix = ''): Buffer {
  return createHmac('sha256', key).update(prefix).update(words).digest();
}

/** Nothing for a text that is not the one way to write its bytes. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : Buffer.alloc(0);
}

function opened(key: KeyObject, bytes: Buffer, bound: Buffer): string | undefined {
  try {
    const nonce = bytes.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(bound).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}

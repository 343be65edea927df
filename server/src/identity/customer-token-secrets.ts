import { createSecretKey, type KeyObject } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { KeyRing } from '../platform/keys/key-ring.js';

const purpose = 'customer-token-secret';
/** Opened secrets that are remembered; a tenant has one, after a rotation two for 15 minutes. */
const atMost = 10_000;

/** A host's secret as the table keeps it. `secret` is filled only until the server that seals it has started. */
export interface StoredSecret {
  id: string;
  /** base64. */
  sealed: string | null;
  secret: string | null;
}

/** SQL: enters a secret; the values are newSecretRow's after the tenant. */
export const enterSecret = 'INSERT INTO customer_token_secret (tenant_id, id, sealed) VALUES ($1, $2, $3)';

/** Id and sealed bytes of a new row. */
export function newSecretRow(keys: KeyRing, secret: string): [id: string, sealed: Buffer] {
  const id = uuidv7();
  return [id, keys.seal(purpose, id, secret)];
}

/** Opens hosts' secrets and remembers the opened ones: a customer's request costs no more than with secrets in clear. */
export class OpenedSecrets {
  private readonly known = new Map<string, KeyObject>();

  constructor(private readonly keys: KeyRing) {}

  /** Undefined where the key that sealed it is gone, or the secret was erased. */
  keyOf({ id, sealed, secret }: StoredSecret): KeyObject | undefined {
    if (secret !== null) return createSecretKey(Buffer.from(secret));
    const known = sealed === null ? undefined : this.known.get(sealed);
    if (known || sealed === null) return known;
    const text = this.keys.open(purpose, id, Buffer.from(sealed, 'base64'));
    if (text === undefined) return undefined;
    const key = createSecretKey(Buffer.from(text));
    if (this.known.size >= atMost) this.known.clear();
    this.known.set(sealed, key);
    return key;
  }
}

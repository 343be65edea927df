import { createHmac, hkdfSync } from 'node:crypto';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** SHA-256 works on blocks of so many bytes. */
const blockBytes = 64;
const mostKept = 20_000;

/**
 * Marks by which the database knows that this process opens a scope, and no injected statement: HMAC-SHA-256 under a key
 * that follows from the password of the app's login, which SQL cannot read. Marks travel as parameters only, so no
 * view of PostgreSQL shows them either.
 */
export class ScopeMarks {
  private readonly key: Buffer;
  private readonly kept = new Map<string, Buffer>();

  constructor(appUrl: string) {
    this.key = scopeKey(appUrl);
  }

  /** Of a tenant, narrowed to a customer unless that is ''; of `people`, with their tables besides. Kept in memory. */
  of(tenantId: string, customerId: string, kind: 'scope' | 'people' = 'scope'): Buffer {
    const scope = `${kind}/${tenantId}/${customerId}`;
    const known = this.kept.get(scope);
    if (known) return known;
    const whole = uuid.test(tenantId) || (kind === 'people' && tenantId === '');
    if (!whole || !(customerId === '' || uuid.test(customerId))) throw new Error('A scope is made of ids.');
    const mark = createHmac('sha256', this.key).update(scope).digest();
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(scope, mark);
    return mark;
  }
}

function scopeKey(appUrl: string): Buffer {
  const password = decodeURIComponent(new URL(appUrl).password);
  return Buffer.from(hkdfSync('sha256', password, 'bookinda-desk', 'scope of a transaction', blockBytes));
}

/** What the database keeps of the key: RFC 2104's inner and outer pad, already combined with it. */
export function scopePads(appUrl: string): { inner: Buffer; outer: Buffer } {
  const key = scopeKey(appUrl);
  return { inner: Buffer.from(key.map((byte) => byte ^ 0x36)), outer: Buffer.from(key.map((byte) => byte ^ 0x5c)) };
}

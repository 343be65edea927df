import { Refusal } from '../platform/http/refusal.js';

/** How long names, language and time zone of a caller may be old where he is not looked up. His rights never are. */
const rememberMs = 30_000;
const atMost = 10_000;

/**
 * Callers of the last seconds, by the hash of what they showed. Remembering lets nobody in: whoever is taken from here
 * carries a proof that his first statement checks in its own transaction.
 */
export class Remembered<Row> {
  private readonly rows = new Map<string, { row: Row; until: number }>();

  get(hash: Buffer): Row | undefined {
    const known = this.rows.get(keyOf(hash));
    return known && known.until > Date.now() ? known.row : undefined;
  }

  set(hash: Buffer, row: Row): void {
    if (this.rows.size >= atMost) this.rows.clear();
    this.rows.set(keyOf(hash), { row, until: Date.now() + rememberMs });
  }

  /** Forgets, and gives the refusal of a proof that failed; `stays`: what was shown still opens something else. */
  async refuted(
    hash: Buffer,
    code: 'sign-in-required' | 'key-unknown',
    stays: () => Promise<boolean>,
  ): Promise<Refusal> {
    this.rows.delete(keyOf(hash));
    if (!(await stays())) return new Refusal(code);
    return new Refusal('unavailable', 'Your rights have just changed. Please try again.', { retryAfter: 1 });
  }
}

function keyOf(hash: Buffer): string {
  return hash.toString('latin1');
}

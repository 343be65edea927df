import type { Instant } from '../values.js';

/**
 * PK-07: what a customer shows at the desk. Random, of her salon alone, and soon over: a photograph of it is worth nothing
 * the next day. Scanners type it as on an American keyboard, so it has no letter or digit that other layouts keep elsewhere.
 */
export interface CustomerCode {
  /** Ten characters: a digit, then letters and digits of `codeAlphabet`. */
  code: string;
  /** From then on it is nobody's; asked again before, the same code is given. */
  validUntil: Instant;
  /** The code as QR: an SVG path of dark squares in a square of `size` units, quiet zone included. */
  drawing: { size: number; path: string };
}

/** No 0, 1, I, L, O, U; no Y and Z, which German and Hungarian keyboards swap. */
export const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTVWX';

const shape = new RegExp(`^[2-9][${codeAlphabet}]{9}$`);

/** What somebody scanned or typed as a code, or null: names never begin with a digit. */
export function readCode(typed: string): string | null {
  const plain = typed.replace(/[\s-]/g, '').toUpperCase();
  return shape.test(plain) ? plain : null;
}

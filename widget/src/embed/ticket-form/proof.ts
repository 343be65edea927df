import type { Challenge } from '@bookinda/contracts/support/ticket';

/**
 * Proof of work: `salt.zeroBits.signature.n` with the first n whose SHA-256(salt + n) starts with `zeroBits` zero bits. Own SHA-256,
 * because `crypto.subtle` is missing on plain http pages and slower for many short texts; in slices of 8 ms, because a worker
 * needs what strict policies forbid. After each slice `progress` hears how likely it is that so much work was enough, 0…1.
 */
export async function solve(
  { salt, zeroBits, signature }: Challenge,
  progress?: (part: number) => void,
): Promise<string> {
  const encoder = new TextEncoder();
  for (let n = 0, slice = performance.now(); ; n++) {
    if (leadingZeroBits(sha256(encoder.encode(salt + n))) >= zeroBits) return [salt, zeroBits, signature, n].join('.');
    if (!(n & 63) && performance.now() - slice > 8) {
      progress?.(1 - Math.exp(-n / 2 ** zeroBits));
      await new Promise((next) => setTimeout(next));
      slice = performance.now();
    }
  }
}

function leadingZeroBits(words: Int32Array): number {
  const first = words.findIndex((word) => word !== 0);
  return first < 0 ? 256 : first * 32 + Math.clz32(words[first]!);
}

/** The first 32 bits of the fraction of the `root`th root of the first `count` primes, as FIPS 180-4 defines its constants. */
function constants(count: number, root: number): Int32Array {
  const found = new Int32Array(count);
  for (let candidate = 2, at = 0; at < count; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) prime &&= candidate % divisor !== 0;
    if (prime) found[at++] = (candidate ** (1 / root) % 1) * 2 ** 32;
  }
  return found;
}

const start = constants(8, 2);
const rounds = constants(64, 3);
const w = new Int32Array(64);
const turn = (x: number, n: number) => (x >>> n) | (x << (32 - n));

/** SHA-256 as eight words. */
export function sha256(bytes: Uint8Array): Int32Array {
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length * 8);
  const hash = start.slice();
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) {
        w[i] = view.getInt32(block + i * 4);
        continue;
      }
      const a = w[i - 15]!;
      const b = w[i - 2]!;
      w[i] =
        (w[i - 16]! + w[i - 7]! + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) |
        0;
    }
    let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + rounds[i]! + w[i]!) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      hash[i] = hash[i]! + word;
    });
  }
  return hash;
}

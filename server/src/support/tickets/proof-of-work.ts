import { createHash, randomBytes } from 'node:crypto';
import type { Challenge } from '@bookinda/contracts/support/ticket';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Refusal } from '../../platform/http/refusal.js';

/** 2^15 hashes on average: about a tenth of a second on a phone, three seconds for a hundred tickets a robot writes. */
const zeroBits = 15;
const validMs = 2 * 3_600_000;
/** Nobody reads, understands and fills a form faster. */
const fastestMs = 1_500;

/** What a robot must pay before it may write: work, and the time a person takes. The salt carries when it was given out. */
@Injectable()
export class ProofOfWork {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  challenge(tenantId: string): Challenge {
    const salt = `${this.clock.now().epochMilliseconds.toString(36)}-${randomBytes(12).toString('base64url')}`;
    const signature = this.config.keys.mark('proof-of-work', signedWords(tenantId, salt, zeroBits));
    return { salt, zeroBits, signature: signature.toString('base64url') };
  }

  /** The salt to spend, or 403 `proof-required`. `salt.zeroBits.signature.n` */
  check(tenantId: string, proof: string | undefined): string {
    const [salt = '', bits = '', signature = '', n = ''] = (proof ?? '').split('.');
    const words = signedWords(tenantId, salt, Number(bits));
    if (!this.config.keys.holds('proof-of-work', words, signature)) throw new Refusal('proof-required');
    const age = this.clock.now().epochMilliseconds - Number.parseInt(salt, 36);
    if (!(age <= validMs)) throw new Refusal('proof-required', 'Please send the form again.');
    // Too early is no lie: the same proof is good in a moment, and a form that repeats by itself gets through.
    if (age < fastestMs) throw new Refusal('too-many', 'Please wait a moment.', { retryAfter: 2 });
    if (
      leadingZeroBits(
        createHash('sha256')
          .update(salt + n)
          .digest(),
      ) < Number(bits)
    )
      throw new Refusal('proof-required');
    return salt;
  }
}

function signedWords(tenantId: string, salt: string, bits: number): string {
  return `${tenantId}:${salt}:${bits}`;
}

function leadingZeroBits(bytes: Buffer): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? bytes.length * 8 : first * 8 + Math.clz32(bytes[first] ?? 0) - 24;
}

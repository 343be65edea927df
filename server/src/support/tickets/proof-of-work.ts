import { createHash, randomBytes } from 'node:crypto';
import type { Challenge } from '@bookinda/contracts/support/ticket';
import { Inject, Injectable } from '@nestjs/common';
import type { Visitor } from '../../identity/callers.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Refusal } from '../../platform/http/refusal.js';
import { networksOf } from '../../platform/limits/network.js';
import { RateLimits } from '../../platform/limits/rate-limits.js';

/** 2^15 hashes on average: under half a second on a phone, whose form solves about 80,000 a second. */
const fewestBits = 15;
/** 2^19 hashes: about seven seconds on that phone; one in ten takes more than twice as long. */
const mostBits = 19;
const validMs = 2 * 3_600_000;
/** Nobody reads, understands and fills a form faster. */
const fastestMs = 1_500;

/** So many challenges of one network within an hour cost the least; every doubling costs one bit more. */
const ofNetwork = { name: 'proof:network', limit: { calls: 10, seconds: 3_600 } };
/** The same for the tickets of one site key within ten minutes. */
const ofSiteKey = { name: 'proof:site-key', limit: { calls: 30, seconds: 600 } };

/**
 * What a robot must pay before it may write: work, which grows with the rate, and the time a person takes. The salt carries when it was given
 * out; the difficulty is signed with it, so that it cannot be lowered.
 */
@Injectable()
export class ProofOfWork {
  constructor(
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  challenge(caller: Visitor): Challenge {
    this.limits.count(ofNetwork.name, networksOf(caller.address), ofNetwork.limit);
    const zeroBits = this.bitsFor(caller);
    const salt = `${this.clock.now().epochMilliseconds.toString(36)}-${randomBytes(12).toString('base64url')}`;
    const signature = this.config.keys.mark('proof-of-work', signedWords(caller.tenantId, salt, zeroBits));
    return { salt, zeroBits, signature: signature.toString('base64url') };
  }

  /**
   * The salt to spend on a ticket, or 403 `proof-required`: also where the rate has grown by more than a doubling since the challenge was given
   * out, else somebody could collect cheap ones beforehand. The form then asks anew.
   */
  checkForTicket(caller: Visitor, proof: string | undefined): string {
    const salt = this.check(caller.tenantId, proof);
    const bits = Number(proof?.split('.')[1]);
    if (bits < this.bitsFor(caller) - 1) throw new Refusal('proof-required', 'Please send the form again.');
    this.limits.count(ofSiteKey.name, [{ name: caller.siteKeyId, factor: 1 }], ofSiteKey.limit);
    return salt;
  }

  /** The salt, or 403 `proof-required`. `salt.zeroBits.signature.n` */
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

  private bitsFor({ address, siteKeyId }: Visitor): number {
    const rates = [
      this.limits.used(ofNetwork.name, networksOf(address), ofNetwork.limit),
      this.limits.used(ofSiteKey.name, [{ name: siteKeyId, factor: 1 }], ofSiteKey.limit),
    ];
    const doublings = Math.floor(Math.log2(Math.max(1, ...rates)));
    return Math.min(mostBits, fewestBits + doublings);
  }
}

function signedWords(tenantId: string, salt: string, bits: number): string {
  return `${tenantId}:${salt}:${bits}`;
}

function leadingZeroBits(bytes: Buffer): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? bytes.length * 8 : first * 8 + Math.clz32(bytes[first] ?? 0) - 24;
}

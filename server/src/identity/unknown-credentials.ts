import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { LatelySeen } from '../platform/limits/lately-seen.js';
import { networksOf } from '../platform/limits/network.js';
import { RateLimits } from '../platform/limits/rate-limits.js';

/** Unknown credentials that one network may show. */
const limit = { calls: 120, seconds: 60 };
/** What was right so lately is no guess: its holder gets in whatever strangers on the same network do. */
const goodMs = 3_600_000;
/** What was unknown so lately is unknown without asking again. */
const unknownMs = 5_000;
const atMost = 20_000;

/**
 * Guesses at sessions, keys and customer tokens. To find out whether one is known costs a statement: a network that has shown too many
 * unknown ones is refused before that, and what was unknown a moment ago is so from memory. Both memories are bounded and hold hashes.
 */
@Injectable()
export class UnknownCredentials {
  private readonly good = new LatelySeen(goodMs, atMost);
  private readonly unknown = new LatelySeen(unknownMs, atMost);

  constructor(
    private readonly limits: RateLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * What `lookUp` finds for the credential; undefined counts as a guess. Throws 429 `too-many` without asking where the network
   * has guessed too often.
   */
  async judge<T>(credential: string, address: string, lookUp: () => Promise<T | undefined>): Promise<T | undefined> {
    if (!this.config.rateLimits) return lookUp();
    const name = hash('sha256', credential, 'base64url');
    if (this.good.has(name)) {
      const found = await lookUp();
      if (found === undefined) this.good.delete(name);
      return found;
    }
    const networks = networksOf(address);
    // Counted before it is known, so that guesses at the same time cannot outrun the count.
    this.limits.take('unknown-credential', networks, limit);
    if (this.unknown.has(name)) return undefined;
    const found = await this.lookUp(lookUp, () => this.limits.giveBack('unknown-credential', networks, limit));
    (found === undefined ? this.unknown : this.good).add(name);
    return found;
  }

  /** What fails otherwise than by being unknown was no guess. */
  private async lookUp<T>(work: () => Promise<T | undefined>, giveBack: () => void): Promise<T | undefined> {
    try {
      const found = await work();
      if (found !== undefined) giveBack();
      return found;
    } catch (error) {
      giveBack();
      throw error;
    }
  }
}

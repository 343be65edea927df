import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { LatelySeen } from '../platform/limits/lately-seen.js';
import type { Network } from '../platform/limits/network.js';
import { RateLimits } from '../platform/limits/rate-limits.js';

/** Unknown credentials of one kind that one network, or one known browser, may show. */
const limit = { calls: 120, seconds: 60 };
/** What was right so lately is no guess: its holder gets in whatever strangers on the same network do. */
const goodMs = 3_600_000;
/** What was unknown so lately is unknown without asking again. */
const unknownMs = 5_000;
const atMost = 20_000;

/** What a caller shows. */
export interface Credential {
  /** Each kind is counted for itself: guesses at one refuse no other. */
  kind: 'session' | 'api-key' | 'site-key' | 'customer-token';
  text: string;
  /** Against whom a guess counts. */
  from: readonly Network[];
  /** Whether it bears a signature that only its issuer can make; asked only where `from` has guessed too often. */
  isSigned?: () => Promise<boolean>;
}

/**
 * Guesses at sessions, keys and customer tokens. To find out whether one is known costs a statement: a network that has shown too many
 * unknown ones is refused before that, and what was unknown a moment ago is so from memory. Both memories are bounded and hold hashes.
 * A process that has just started remembers nothing; then sessions of known browsers (counted by the browser) and signed customer
 * tokens still get in. API keys have only their own count: nothing about a key shows that it is good.
 */
@Injectable()
export class UnknownCredentials {
  private readonly good = new LatelySeen(goodMs, atMost);
  private readonly unknown = new LatelySeen(unknownMs, atMost);

  constructor(
    private readonly limits: RateLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What was issued here just now is no guess. */
  issued({ kind, text }: Pick<Credential, 'kind' | 'text'>): void {
    this.good.add(nameOf(kind, text));
  }

  /**
   * What `lookUp` finds for the credential; undefined counts as a guess. Throws 429 `too-many` without asking where the network
   * has guessed too often.
   */
  async judge<T>(credential: Credential, lookUp: () => Promise<T | undefined>): Promise<T | undefined> {
    if (!this.config.rateLimits) return lookUp();
    const name = nameOf(credential.kind, credential.text);
    if (this.good.has(name)) {
      const found = await lookUp();
      if (found === undefined) this.good.delete(name);
      return found;
    }
    const giveBack = await this.count(credential);
    if (this.unknown.has(name)) return undefined;
    const found = await noGuessIfKnown(lookUp, giveBack);
    (found === undefined ? this.unknown : this.good).add(name);
    return found;
  }

  /** Counted before it is known, so that guesses at the same time cannot outrun the count. */
  private async count({ kind, from, isSigned }: Credential): Promise<() => void> {
    const counter = `unknown-${kind}`;
    try {
      this.limits.take(counter, from, limit);
    } catch (error) {
      if (await isSigned?.()) return () => undefined;
      throw error;
    }
    return () => this.limits.giveBack(counter, from, limit);
  }
}

function nameOf(kind: string, text: string): string {
  return hash('sha256', `${kind} ${text}`, 'base64url');
}

/** What fails otherwise than by being unknown was no guess. */
async function noGuessIfKnown<T>(work: () => Promise<T | undefined>, giveBack: () => void): Promise<T | undefined> {
  try {
    const found = await work();
    if (found !== undefined) giveBack();
    return found;
  } catch (error) {
    giveBack();
    throw error;
  }
}

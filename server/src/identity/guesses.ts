import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { Refusal } from '../platform/http/refusal.js';

/** One thing that is guessed at, and how often within one window of time. */
export interface Guess {
  name: string;
  /** Whose; stored hashed. */
  who: string;
  calls: number;
  seconds: number;
}

/** What was counted; given back when the guess was right. */
export type Counted = { name: string; who: string; starts_at: number }[];

/** Passwords of one account. */
export function accountGuesses(email: string): Guess {
  return { name: 'guess:account', who: email.toLowerCase(), calls: 10, seconds: 900 };
}

/** Passwords and links from one place; an office shares an address, so that allows more. */
export function addressGuesses(address: string): Guess {
  return { name: 'guess:address', who: networkOf(address), calls: 60, seconds: 900 };
}

/** A code has a million values and three of them are right at any time: 10 tries a quarter hour leave 1 in 33,000. */
export function codeGuesses(personId: string): Guess {
  return { name: 'guess:code', who: personId, calls: 10, seconds: 900 };
}

/**
 * Guesses at passwords, codes and links. Each is counted in PostgreSQL before anything is looked up or hashed, in one
 * statement, so that parallel guesses on several instances cannot outrun the count. Right ones are given back: people
 * who know their password are never told to wait.
 */
@Injectable()
export class Guesses {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Counts, or refuses with 429 `too-many` and the seconds until every exceeded window is over. */
  async count(...guesses: Guess[]): Promise<Counted> {
    if (!this.config.rateLimits) return [];
    const now = this.clock.now().epochMilliseconds;
    const windows = guesses.map(({ seconds, ...guess }) => {
      const startsAt = now - (now % (seconds * 1_000));
      return { ...guess, who: hashed(guess.who), starts_at: startsAt, endsAt: startsAt + seconds * 1_000 };
    });
    const hits = await this.db.lookUp<{ name: string; hits: number }>(count, [JSON.stringify(windows)]);
    const full = windows.filter(({ name, calls }) => hits.some((hit) => hit.name === name && hit.hits > calls));
    if (full.length === 0) return windows;
    const retryAfter = Math.ceil((Math.max(...full.map(({ endsAt }) => endsAt)) - now) / 1_000);
    throw new Refusal('too-many', `Too many tries. Please wait ${retryAfter} seconds.`, { retryAfter });
  }

  /** Somebody proved otherwise who they are: earlier tries no longer count. */
  async forgive({ name, who }: Guess): Promise<void> {
    await this.db.lookUp(forgive, [name, hashed(who)]);
  }

  /** The guess was right. */
  async giveBack(counted: Counted): Promise<void> {
    if (counted.length > 0) await this.db.lookUp(giveBack, [JSON.stringify(counted)]);
  }
}

/** In a fixed order, so that two counts never wait for each other crosswise. */
const count = {
  name: 'count-guesses',
  text: `INSERT INTO rate_window (name, who, starts_at, hits)
    SELECT name, who, to_timestamp(starts_at / 1000.0), 1 FROM json_to_recordset($1) AS x(name text, who text, starts_at double precision)
    ORDER BY name, who ON CONFLICT (name, who, starts_at) DO UPDATE SET hits = rate_window.hits + 1 RETURNING name, hits`,
};
const giveBack = {
  name: 'give-back-guesses',
  text: `UPDATE rate_window w SET hits = greatest(w.hits - 1, 0)
    FROM json_to_recordset($1) AS x(name text, who text, starts_at double precision)
    WHERE w.name = x.name AND w.who = x.who AND w.starts_at = to_timestamp(x.starts_at / 1000.0)`,
};

const forgive = { name: 'forgive-guesses', text: 'UPDATE rate_window SET hits = 0 WHERE name = $1 AND who = $2' };

function hashed(who: string): string {
  return createHash('sha256').update(who).digest('base64url');
}

/** Who has one IPv6 address has 2^64 of them: the network counts. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address.replace(/^::ffff:/i, '');
  // As a URL writes it, one address has one spelling.
  const [front = '', back] = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1).split('::');
  const groups = [front, back ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = back === undefined ? [] : Array<string>(8 - groups.flat().length).fill('0');
  return [...(groups[0] ?? []), ...zeros, ...(groups[1] ?? [])].slice(0, 4).join(':');
}

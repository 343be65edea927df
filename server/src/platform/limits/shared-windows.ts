import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { CONFIG, type Config } from '../config.js';
import { Database, type Tx } from '../database/database.js';
import { Refusal } from '../http/refusal.js';
import { networksOf } from './network.js';

/** How often something may happen within one fixed window of time, for one `who`. */
export interface SharedWindow {
  /** What is limited, for example `sign-in:network`. */
  name: string;
  /**
   * For whom it is counted: an id, an e-mail address, a network. Folded by the database (`lower(normalize(who, NFKC))`), so that
   * two spellings of one address share a window, and stored as a hash. Not for secrets in which case matters.
   */
  who: string;
  limit: number;
  /** Length of the window; at most a day. */
  seconds: number;
  /** What is taken instead where this one is full; see Guesses. */
  otherwise?: SharedWindow[];
}

/** What `take` counted, for `giveBack`. */
export type Taken = { name: string; who: string; starts_at: number }[];

interface TakenRow {
  name: string;
  who: string;
  is_full: boolean;
}

/** 429 `too-many` with `Retry-After`; `full` names the windows that were full. */
export class WindowFull extends Refusal {
  constructor(
    readonly full: string[],
    readonly windows: readonly SharedWindow[],
    retryAfter: number,
  ) {
    super('too-many', `Too many tries. Please wait ${retryAfter} seconds.`, { retryAfter });
  }
}

/**
 * One window per network of the address (`networksOf`): the limit for an IPv4 address or a /64, ten times that for a /48.
 * `within` narrows them to one account, for example: then a /48 has no more than twice the limit, since few people of one account share it.
 */
export function networkWindows(
  name: string,
  address: string,
  limit: number,
  seconds: number,
  within = '',
): SharedWindow[] {
  return networksOf(address).map((network) => ({
    name,
    who: within ? `${network.name} ${within}` : network.name,
    limit: limit * (within ? Math.min(2, network.factor) : network.factor),
    seconds,
  }));
}

/**
 * Fixed windows in PostgreSQL, for limits that must hold exactly across instances: guesses at passwords, resets, mails to one
 * address. One statement per call, so parallel calls on several instances cannot outrun the count. For limits that may be passed
 * by a second's worth of calls use the routes' `limit`, which costs no statement.
 */
@Injectable()
export class SharedWindows {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Counts one hit in every window, or in none of them where one is full: then throws `WindowFull` with the seconds until every
   * full window has ended. A refused call writes no row, whatever names it invents.
   */
  take(...windows: SharedWindow[]): Promise<Taken> {
    return this.takeBy((values) => this.db.people(take, values), windows);
  }

  /** The same as a part of a transaction, on its connection: who holds one must not wait for a second. A rollback counts nothing. */
  takeIn(tx: Pick<Tx, 'rows'>, ...windows: SharedWindow[]): Promise<Taken> {
    return this.takeBy((values) => tx.rows(take.text, values), windows);
  }

  private async takeBy(query: (values: unknown[]) => Promise<TakenRow[]>, windows: SharedWindow[]): Promise<Taken> {
    if (!this.config.rateLimits || windows.length === 0) return [];
    const now = this.clock.now().epochMilliseconds;
    const asked = windows.map(({ name, who, limit, seconds }) => {
      const startsAt = now - (now % (seconds * 1_000));
      // Windows of one name and different lengths can start at the same moment.
      return {
        name: `${name}/${seconds}`,
        who: who.toWellFormed().replaceAll('\0', ''),
        max_hits: limit,
        seconds,
        starts_at: startsAt,
      };
    });
    const rows = await query([JSON.stringify(asked)]);
    const full = windows.filter((_, index) => rows[index]?.is_full);
    if (full.length > 0) {
      const endsAt = Math.max(...full.map(({ seconds }) => now - (now % (seconds * 1_000)) + seconds * 1_000));
      throw new WindowFull([...new Set(full.map(({ name }) => name))], full, Math.ceil((endsAt - now) / 1_000));
    }
    return rows.map(({ name, who }, index) => ({ name, who, starts_at: asked[index]?.starts_at ?? 0 }));
  }

  /** Takes the hits back: what was counted turned out to be no try at all. */
  async giveBack(taken: Taken): Promise<void> {
    if (taken.length > 0) await this.db.people(giveBack, [JSON.stringify(taken)]);
  }

  /** Empties the window: its `who` has proven otherwise who it is. */
  async clear({ name, who, seconds }: Omit<SharedWindow, 'limit'>): Promise<void> {
    await this.db.people(clear, [`${name}/${seconds}`, who]);
  }
}

const hashed = (who: string) => `encode(sha256(convert_to(lower(normalize(${who}, NFKC)), 'UTF8')), 'base64')`;

/**
 * A window that is full in the snapshot stops the whole statement from writing. Parallel calls may all see the last free place: the
 * hits that the row really had decide then. Rows are locked in a fixed order, so that two calls never wait for each other crosswise.
 */
const take = {
  name: 'take-windows',
  text: `WITH wanted AS MATERIALIZED (
      SELECT place, name, ${hashed('who')} AS who, to_timestamp(starts_at / 1000.0) AS starts_at, seconds, max_hits
      FROM ROWS FROM (json_to_recordset($1) AS (name text, who text, starts_at double precision, seconds int, max_hits int))
        WITH ORDINALITY AS x(name, who, starts_at, seconds, max_hits, place)),
    known AS MATERIALIZED (
      SELECT place, coalesce(hits, 0) >= max_hits AS is_full FROM wanted LEFT JOIN rate_window USING (name, who, starts_at)),
    counted AS (
      INSERT INTO rate_window (name, who, starts_at, ends_at, hits)
      SELECT name, who, starts_at, starts_at + seconds * interval '1 second', 1 FROM wanted WHERE NOT EXISTS (SELECT FROM known WHERE is_full) ORDER BY name, who
      ON CONFLICT (name, who, starts_at) DO UPDATE SET hits = rate_window.hits + 1 RETURNING name, who, starts_at, hits)
    SELECT name, who, known.is_full OR coalesce(counted.hits, 0) > max_hits AS is_full
    FROM wanted JOIN known USING (place) LEFT JOIN counted USING (name, who, starts_at) ORDER BY place`,
};
const giveBack = {
  name: 'give-back-windows',
  text: `UPDATE rate_window w SET hits = greatest(w.hits - 1, 0)
    FROM json_to_recordset($1) AS x(name text, who text, starts_at double precision)
    WHERE w.name = x.name AND w.who = x.who AND w.starts_at = to_timestamp(x.starts_at / 1000.0)`,
};
const clear = {
  name: 'clear-window',
  text: `DELETE FROM rate_window WHERE name = $1 AND who = ${hashed('$2::text')}`,
};

import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock.js';
import { CONFIG, type Config } from '../config.js';
import { Database } from '../database/database.js';
import { Refusal } from '../http/refusal.js';
import { MemoryWindows, type Window } from './memory-windows.js';
import type { Network } from './network.js';

/** At most so many calls per window. */
export interface Limit {
  calls: number;
  /** Length of the window. */
  seconds: number;
}

/** How often instances exchange their counts: so long may a limit be passed by the other instances' share. */
const exchangeMs = 1_000;
/** Rows of one statement. */
const atOnce = 1_000;
/** How often ended windows leave the table. */
const purgeMs = 60_000;

/**
 * Fixed windows, counted in memory and exchanged through one table once a second: no statement per request, and two
 * instances still share one limit. A window reaches the table when a quarter of it is used, so that callers who come once
 * leave no row. Memory is bounded (`MemoryWindows`), and the table holds no window that has ended for longer than a minute.
 */
@Injectable()
export class RateLimits implements OnModuleInit, OnApplicationShutdown {
  private readonly windows = new MemoryWindows();
  private readonly logger = new Logger('rate-limits');
  private timer: NodeJS.Timeout | undefined;
  private purgeAt = 0;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.exchange(), exchangeMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Counts one hit for each of `who`, or throws 429 `too-many` with the seconds to wait where a window is full and counts none. */
  take(name: string, who: readonly Network[], limit: Limit): void {
    if (!this.config.rateLimits) return;
    this.check(name, who, limit);
    this.count(name, who, limit);
  }

  /** Throws like `take`, and counts nothing. */
  check(name: string, who: readonly Network[], limit: Limit): void {
    if (!this.config.rateLimits) return;
    const now = this.clock.now().epochMilliseconds;
    for (const { name: one, factor } of who) {
      const window = this.windows.find(name, one, limit.seconds, now);
      if (!window || window.known + window.unsent < limit.calls * factor) continue;
      const retryAfter = Math.max(1, Math.ceil((window.endsAt - now) / 1_000));
      throw new Refusal('too-many', `Please wait ${retryAfter} seconds.`, { retryAfter });
    }
  }

  /** Counts one hit for each of `who`, also in windows that are full. */
  count(name: string, who: readonly Network[], limit: Limit): void {
    if (!this.config.rateLimits) return;
    const now = this.clock.now().epochMilliseconds;
    for (const { name: one, factor } of who)
      this.windows.hit(name, one, limit.seconds, now, Math.ceil((limit.calls * factor) / 4));
  }

  /** How much of the limit is used, 1 = all of it, by the one of `who` that has used most; more than 1 where hits are counted beyond it. */
  used(name: string, who: readonly Network[], limit: Limit): number {
    const now = this.clock.now().epochMilliseconds;
    const parts = who.map(({ name: one, factor }) => {
      const window = this.windows.find(name, one, limit.seconds, now);
      return window ? (window.known + window.unsent) / (limit.calls * factor) : 0;
    });
    return Math.max(0, ...parts);
  }

  /** Takes one hit for each of `who` back: it turned out to be none. */
  giveBack(name: string, who: readonly Network[], limit: Limit): void {
    const now = this.clock.now().epochMilliseconds;
    for (const { name: one } of who) {
      const window = this.windows.find(name, one, limit.seconds, now);
      if (window) window.unsent -= 1;
    }
  }

  /** Windows in memory. */
  get size(): number {
    return this.windows.size;
  }

  /** Sends the table our hits and learns the others'. */
  async exchange(): Promise<void> {
    const now = this.clock.now().epochMilliseconds;
    this.windows.forgetEnded(now);
    try {
      for (let some = this.windows.unsent(atOnce); some.length > 0; some = this.windows.unsent(atOnce))
        await this.send(some);
      if (now < this.purgeAt) return;
      this.purgeAt = now + purgeMs;
      await this.db.people(purge, [now]);
    } catch (error) {
      // Counting goes on in memory; the next exchange sends what is left.
      this.logger.debug(String(error));
    }
  }

  private async send(windows: Window[]): Promise<void> {
    const sent = windows.map((window) => ({ window, hits: window.unsent }));
    try {
      const rows = await this.db.people<{ hits: number }>(exchange, [
        JSON.stringify(
          sent.map(({ window: { name, who, startsAt, endsAt }, hits }) => ({
            name: `${name}/${(endsAt - startsAt) / 1_000}`,
            who,
            starts_at: startsAt,
            ends_at: endsAt,
            hits,
          })),
        ),
      ]);
      for (const [place, { window, hits }] of sent.entries()) {
        window.unsent -= hits;
        window.known = rows[place]?.hits ?? window.known + hits;
      }
    } catch (error) {
      for (const window of windows) this.windows.sendLater(window);
      throw error;
    }
  }
}

/** Rows are locked in a fixed order, so that two instances never wait for each other crosswise, and returned in the order asked. */
const exchange = {
  name: 'exchange-windows',
  text: `WITH sent AS MATERIALIZED (
    SELECT place, name, who, to_timestamp(starts_at / 1000.0) AS starts_at, to_timestamp(ends_at / 1000.0) AS ends_at, hits
    FROM ROWS FROM (json_to_recordset($1) AS (name text, who text, starts_at double precision, ends_at double precision, hits int))
      WITH ORDINALITY AS x(name, who, starts_at, ends_at, hits, place)),
  counted AS (
    INSERT INTO rate_window (name, who, starts_at, ends_at, hits) SELECT name, who, starts_at, ends_at, hits FROM sent ORDER BY name, who
    ON CONFLICT (name, who, starts_at) DO UPDATE SET hits = rate_window.hits + excluded.hits RETURNING name, who, starts_at, hits)
  SELECT counted.hits FROM sent JOIN counted USING (name, who, starts_at) ORDER BY place`,
};
const purge = {
  name: 'purge-windows',
  text: 'DELETE FROM rate_window WHERE ends_at < to_timestamp($1::float8 / 1000.0)',
};

import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { CONFIG, type Config } from '../config.js';
import { Refusal } from './refusal.js';

interface Window {
  name: string;
  who: string;
  startsAt: number;
  /** Hits of every instance, as the table last said, and ours since. */
  known: number;
  unsent: number;
}

/** How often instances tell each other: so long may a limit be passed by the other instances' share. */
const exchangeMs = 1_000;

/**
 * Fixed windows, counted in memory and exchanged through one table once a second: no statement per request, and two
 * instances still share one limit. `who` is stored as given: pass hashes for what nobody should read there.
 */
@Injectable()
export class RateLimits implements OnModuleInit, OnApplicationShutdown {
  private readonly windows = new Map<string, Window>();
  private readonly logger = new Logger('rate-limits');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly source: DataSource,
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

  /** Counts one hit; 429 `too-many` with the seconds to wait when the window is full. */
  take(name: string, who: string, limit: { calls: number; seconds: number }): void {
    if (this.config.rateLimits === false) return;
    const now = this.clock.now().epochMilliseconds;
    const startsAt = now - (now % (limit.seconds * 1_000));
    const key = `${name}\0${who}`;
    let window = this.windows.get(key);
    if (!window || window.startsAt !== startsAt) {
      window = { name, who, startsAt, known: 0, unsent: 0 };
      this.windows.set(key, window);
    }
    if (window.known + window.unsent >= limit.calls) {
      const retryAfter = Math.max(1, Math.ceil((startsAt + limit.seconds * 1_000 - now) / 1_000));
      throw new Refusal('too-many', `Please wait ${retryAfter} seconds.`, { retryAfter });
    }
    window.unsent += 1;
  }

  /** Tells the table our hits and learns the others'. Windows older than an hour are forgotten. */
  private async exchange(): Promise<void> {
    const now = this.clock.now().epochMilliseconds;
    const unsent = [...this.windows.values()].filter((window) => window.unsent > 0);
    for (const [key, window] of this.windows) if (window.startsAt < now - 3_600_000) this.windows.delete(key);
    if (unsent.length === 0) return;
    const sent = unsent.map((window) => ({ window, hits: window.unsent }));
    try {
      const rows: { name: string; who: string; hits: number }[] = await this.source.query(
        `INSERT INTO rate_window (name, who, starts_at, hits)
         SELECT name, who, to_timestamp(starts_at / 1000.0), hits FROM json_to_recordset($1) AS x(name text, who text, starts_at double precision, hits int)
         ORDER BY name, who ON CONFLICT (name, who, starts_at) DO UPDATE SET hits = rate_window.hits + excluded.hits RETURNING name, who, hits`,
        [
          JSON.stringify(
            sent.map(({ window, hits }) => ({ name: window.name, who: window.who, starts_at: window.startsAt, hits })),
          ),
        ],
      );
      const known = new Map(rows.map((row) => [`${row.name}\0${row.who}`, row.hits]));
      for (const { window, hits } of sent) {
        window.unsent -= hits;
        window.known = known.get(`${window.name}\0${window.who}`) ?? window.known + hits;
      }
      if (Math.random() < 0.01)
        await this.source.query("DELETE FROM rate_window WHERE starts_at < now() - interval '1 day'");
    } catch (error) {
      // Counting goes on in memory; the next exchange sends what is left.
      this.logger.debug(String(error));
    }
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { Refusal } from '../http/refusal.js';
import { networksOf } from '../limits/network.js';

/** A form sends at most ten at once; several people can share an address. */
const perNetwork = 30;

/** How many uploads this process takes in at the same time: each holds an open file. */
@Injectable()
export class UploadsUnderWay {
  private readonly counts = new Map<string, number>();
  private all = 0;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Takes one place until the returned function is called, or throws 429 `too-many`. */
  enter(address: string): () => void {
    const networks = networksOf(address);
    const isFull =
      this.config.rateLimits &&
      networks.some(({ name, factor }) => (this.counts.get(name) ?? 0) >= perNetwork * factor);
    if (isFull || this.all >= this.config.files.atOnce)
      throw new Refusal('too-many', 'Too many files are on their way. Please wait a moment.', { retryAfter: 2 });
    this.all += 1;
    for (const { name } of networks) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    return () => {
      this.all -= 1;
      for (const { name } of networks) {
        const left = (this.counts.get(name) ?? 1) - 1;
        if (left > 0) this.counts.set(name, left);
        else this.counts.delete(name);
      }
    };
  }
}

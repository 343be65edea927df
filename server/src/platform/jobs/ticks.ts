import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { type JobHandler, type JobPayload, Jobs } from './jobs.js';

interface Repeated {
  task: string;
  everyMinutes: number;
}

/**
 * Work that repeats by the clock. A tick does nothing itself: it enqueues the task for the slot to come, under the
 * slot's key. Every instance ticks, and since the slot lies ahead they all meet in one waiting job.
 */
@Injectable()
export class Ticks {
  private readonly log = new Logger('ticks');
  private readonly repeated: Repeated[] = [];

  constructor(private readonly jobs: Jobs) {}

  /** Runs `handler` once per slot of `everyMinutes` (a divisor of 60, or whole hours), whatever the number of instances. */
  every(everyMinutes: number, task: string, handler: JobHandler<JobPayload>): void {
    this.repeated.push({ task, everyMinutes });
    this.jobs.handle(task, handler);
  }

  /** Half a minute before each slot begins. */
  @Cron('30 * * * * *')
  async tick(): Promise<void> {
    const now = Date.now();
    const orders = this.repeated.map(({ task, everyMinutes }) => {
      const length = everyMinutes * 60_000;
      const slot = new Date((Math.floor(now / length) + 1) * length).toISOString();
      return { task, payload: {}, key: `${task}:${slot}`, runAt: slot, maxAttempts: 3 };
    });
    await this.jobs.enqueueAll(orders).catch((error: unknown) => this.log.warn(`Not enqueued: ${String(error)}`));
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';

/** Committed event rows of one tenant, by id. */
export interface News {
  tenantId: string;
  events: string[];
}

/** The in-process topic of committed events. */
export const committedNews = 'news.committed';

/**
 * Where a transaction tells, after its commit, which events it wrote. Collects for 5 ms, then passes one batch on: a
 * NOTIFY or a job inside the transaction would take a database-wide lock until the commit is on disk (it halved the rate).
 */
@Injectable()
export class Newsroom {
  private waiting = new Map<string, string[]>();
  private timer: NodeJS.Timeout | undefined;
  private readonly underway = new Set<Promise<void>>();
  private readonly log = new Logger('news');

  constructor(private readonly emitter: EventEmitter2) {}

  committed(tenantId: string, events: string[]): void {
    const batch = this.waiting.get(tenantId) ?? [];
    batch.push(...events);
    this.waiting.set(tenantId, batch);
    this.timer ??= setTimeout(() => this.passOn(), 5);
  }

  /** Passes on what waits and resolves when it has arrived. The database calls it before it closes its pool. */
  async finish(): Promise<void> {
    this.passOn();
    await Promise.all(this.underway);
  }

  private passOn(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const news: News[] = [...this.waiting].map(([tenantId, events]) => ({ tenantId, events }));
    this.waiting.clear();
    if (news.length === 0) return;
    const passed = this.emitter
      .emitAsync(committedNews, news)
      // The sweep finds events that nobody was told of.
      .then(
        () => undefined,
        (error: unknown) => this.log.warn(`Not passed on: ${String(error)}`),
      )
      .finally(() => this.underway.delete(passed));
    this.underway.add(passed);
  }
}

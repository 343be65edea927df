import { Injectable, Logger } from '@nestjs/common';

/** Committed event rows of one tenant, by id. */
export interface News {
  tenantId: string;
  events: string[];
}

/** Takes a batch to whoever must know: all of it to the other instances, what is undecided to the job runner. */
export type Carrier = (news: News[], undecided: News[]) => Promise<void>;

/**
 * Where a transaction tells, after its commit, which events it wrote. Collects for 5 ms, then passes one batch on: a
 * NOTIFY or a job inside the transaction would take a database-wide lock until the commit is on disk (it halved the rate).
 * What this process does with news it learns from `news.heard`, like every other instance.
 */
@Injectable()
export class Newsroom {
  private waiting = new Map<string, string[]>();
  private undecided = new Map<string, string[]>();
  private timer: NodeJS.Timeout | undefined;
  private carrier: Carrier | undefined;
  private readonly underway = new Set<Promise<void>>();
  private readonly log = new Logger('news');

  /** The carrier is told directly: Nest takes all listeners off its emitter when a process stops, and the last batch with them. */
  carriedBy(carrier: Carrier): void {
    this.carrier = carrier;
  }

  /** `decided`: the rows say already that nobody is written about these. */
  committed(tenantId: string, events: string[], { decided = false } = {}): void {
    add(this.waiting, tenantId, events);
    if (!decided) add(this.undecided, tenantId, events);
    this.timer ??= setTimeout(() => this.passOn(), 5);
  }

  /** Passes on what waits and resolves when it has arrived. */
  async finish(): Promise<void> {
    this.passOn();
    await Promise.all(this.underway);
  }

  private passOn(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const [news, undecided] = [taken(this.waiting), taken(this.undecided)];
    if (news.length === 0 || !this.carrier) return;
    // The sweep finds events that nobody was told of.
    const passed = this.carrier(news, undecided)
      .catch((error: unknown) => this.log.warn(`Not passed on: ${String(error)}`))
      .finally(() => this.underway.delete(passed));
    this.underway.add(passed);
  }
}

function add(batches: Map<string, string[]>, tenantId: string, events: string[]): void {
  const batch = batches.get(tenantId);
  if (batch) batch.push(...events);
  else batches.set(tenantId, [...events]);
}

function taken(batches: Map<string, string[]>): News[] {
  const news = [...batches].map(([tenantId, events]) => ({ tenantId, events }));
  batches.clear();
  return news;
}

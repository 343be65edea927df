import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Database } from '../database/database.js';
import { Jobs } from '../jobs/jobs.js';
import { type News, Newsroom } from './newsroom.js';

/** The channel on which instances tell each other of committed events: ids only, so a forged one tells nothing. */
export const newsChannel = 'bookinda_news';

/** The task that turns events into deliveries. Payload: `{ news: News[] }`. */
export const decideTask = 'decide';

/** A notification has less than 8000 bytes; an id takes 39 of them as JSON. */
const eventsPerNotice = 150;

/** Mails may start this much later, and under load one job decides a few hundred events instead of five. */
const decideAfterMs = 250;

/** Tells the other instances at once, and the job runner a little later, of committed events. */
@Injectable()
export class NewsWire implements OnModuleInit {
  private undecided: News[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly log = new Logger('news');

  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly newsroom: Newsroom,
    private readonly adapter: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.newsroom.carriedBy((news, undecided) => this.send(news, undecided));
    // After the last request has been answered and before Nest's shutdown hooks take the database away.
    this.adapter.httpAdapter.getInstance<FastifyInstance>().addHook('onClose', async () => {
      await this.newsroom.finish();
      await this.order();
    });
  }

  private async send(news: News[], undecided: News[]): Promise<void> {
    this.undecided.push(...undecided);
    if (undecided.length > 0) this.timer ??= setTimeout(() => void this.order(), decideAfterMs);
    await this.db.lookUp(tell, [news.flatMap(notices)]);
  }

  private async order(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const news = this.undecided.splice(0);
    if (news.length === 0) return;
    // The sweep finds events that nobody was told of.
    await this.jobs
      .enqueue(decideTask, { news }, { maxAttempts: 8 })
      .catch((error: unknown) => this.log.warn(`Not passed on: ${String(error)}`));
  }
}

const tell = { name: 'tell-news', text: `SELECT pg_notify('${newsChannel}', notice) FROM unnest($1::text[]) notice` };

function notices({ tenantId, events }: News): string[] {
  const parts = Math.ceil(events.length / eventsPerNotice);
  return Array.from({ length: parts }, (_, part) =>
    JSON.stringify({ tenantId, events: events.slice(part * eventsPerNotice, (part + 1) * eventsPerNotice) }),
  );
}

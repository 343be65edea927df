import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Database } from '../database/database.js';
import { type News, Newsroom } from './newsroom.js';

/** The channel on which instances tell each other of committed events: ids only, so a forged one tells nothing. */
export const newsChannel = 'bookinda_news';

/** The task that turns events into deliveries. Payload: `News`. */
export const decideTask = 'decide';

/** A notification has less than 8000 bytes; an id takes 39 of them as JSON. */
const eventsPerNotice = 150;

/** Tells the other instances and the job runner of committed events: one statement per batch. */
@Injectable()
export class NewsWire implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly newsroom: Newsroom,
    private readonly adapter: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.newsroom.carriedBy((news) => this.send(news));
    // After the last request has been answered and before Nest's shutdown hooks take the database away.
    this.adapter.httpAdapter.getInstance<FastifyInstance>().addHook('onClose', () => this.newsroom.finish());
  }

  async send(news: News[]): Promise<void> {
    await this.db.lookUp(tell, [news.flatMap(notices), news.map((batch) => JSON.stringify(batch))]);
  }
}

const tell = {
  name: 'tell-news',
  text: `SELECT pg_notify('${newsChannel}', notice)::text FROM unnest($1::text[]) notice
    UNION ALL SELECT enqueue('${decideTask}', payload::json, NULL, NULL, 8)::text FROM unnest($2::text[]) payload`,
};

function notices({ tenantId, events }: News): string[] {
  const parts = Math.ceil(events.length / eventsPerNotice);
  return Array.from({ length: parts }, (_, part) =>
    JSON.stringify({ tenantId, events: events.slice(part * eventsPerNotice, (part + 1) * eventsPerNotice) }),
  );
}

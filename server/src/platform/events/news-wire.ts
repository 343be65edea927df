import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Database } from '../database/database.js';
import { committedNews, type News } from './newsroom.js';

/** The channel on which instances tell each other of committed events: ids only, so a forged one tells nothing. */
export const newsChannel = 'bookinda_news';

/** The task that turns events into deliveries. Payload: `News`. */
export const decideTask = 'decide';

/** A notification has less than 8000 bytes; an id takes 39 of them as JSON. */
const eventsPerNotice = 150;

/** Tells the other instances and the job runner of committed events: one statement per batch. */
@Injectable()
export class NewsWire {
  constructor(private readonly db: Database) {}

  @OnEvent(committedNews, { suppressErrors: false })
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

import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type pg from 'pg';
import { CONFIG, type Config } from '../config.js';
import { connectionFor } from '../database/roles.js';
import { StandingConnection } from '../database/standing-connection.js';
import { newsChannel } from './news-wire.js';
import type { News } from './newsroom.js';

/** In-process topic: some instance committed these events. Carries `News`. */
export const heardNews = 'news.heard';
/** In-process topic: nothing was heard since the given moment (milliseconds); read it from the event table. */
export const missedNews = 'news.missed';

/** A connection that dies silently is noticed this late at most. */
const silenceMs = 30_000;

/** Hears what every instance commits, its own process included. */
@Injectable()
export class NewsListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('news');
  private readonly connection: StandingConnection;

  constructor(
    private readonly emitter: EventEmitter2,
    @Inject(CONFIG) config: Config,
  ) {
    this.connection = new StandingConnection(
      connectionFor('app', config.databaseUrls.app),
      (client) => this.listen(client),
      (error) => this.log.debug(String(error)),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.connection.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.stop();
  }

  private async listen(client: pg.Client): Promise<void> {
    client.on('notification', ({ payload }) => this.hear(payload ?? ''));
    await client.query(`LISTEN ${newsChannel}`);
    const { lostAt } = this.connection;
    if (lostAt !== undefined) this.emitter.emit(missedNews, lostAt - silenceMs);
  }

  /** Anybody who may connect may notify: what is not ours is ignored. */
  private hear(payload: string): void {
    const news = newsOf(payload);
    if (news) this.emitter.emit(heardNews, news);
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function newsOf(payload: string): News | undefined {
  try {
    const { tenantId, events } = JSON.parse(payload) as Partial<News>;
    const known = [tenantId, ...(events ?? [])].every((id) => typeof id === 'string' && uuid.test(id));
    return known && tenantId && events?.length ? { tenantId, events } : undefined;
  } catch {
    return undefined;
  }
}

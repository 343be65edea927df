import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type Config } from '../config.js';
import { connectionFor } from '../database/roles.js';
import { Ticks } from '../jobs/ticks.js';
import type { KeyPurpose } from './key-ring.js';

const atOnce = 500;

/** What the table calls a place, and the purpose of its seals. */
const purposes: Record<string, KeyPurpose> = {
  authenticator: 'authenticator',
  'pending-authenticator': 'authenticator',
  'customer-token-secret': 'customer-token-secret',
  'mail-links': 'mail-links',
};

interface Found {
  place: string;
  id: string;
  sealed: Buffer | null;
  clear: string | null;
}

/**
 * Seals anew, under the current secret, whatever is sealed under a former one or stands in clear from before; and erases
 * hosts' secrets that prove nothing any more. At every start and every hour, with the worker's rights: the role that
 * answers requests may do neither. Once it says that nothing needs a former secret, that secret may leave `SECRET_OLD`.
 */
@Injectable()
export class SealAnew implements OnModuleInit, OnApplicationBootstrap {
  private readonly log = new Logger('keys');

  constructor(
    private readonly ticks: Ticks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.ticks.every(60, 'seal-anew', async () => void (await this.run()));
  }

  onApplicationBootstrap(): void {
    if (this.config.worker) this.run().catch((error: unknown) => this.log.warn(`Not sealed anew: ${String(error)}`));
  }

  /** How many were sealed anew, and how many no secret of the ring opens. */
  async run(): Promise<{ sealed: number; lost: number }> {
    const result = await this.onWorkersConnection(async (client) => {
      await client.query('SELECT erase_retired_secrets()');
      return this.sealAll(client);
    });
    const [current, ...former] = this.config.keys.ids;
    if (result.sealed > 0) this.log.log(`Sealed ${result.sealed} secrets anew with key ${current}.`);
    if (result.lost > 0)
      this.log.error(`${result.lost} sealed secrets open with no key of SECRET and SECRET_OLD. Which one is missing?`);
    else if (former.length > 0) this.log.log(`Nothing sealed needs the former keys ${former.join(', ')} any more.`);
    return result;
  }

  /** Round by round; what does not open comes again in every round, which is then longer by as many. */
  private async sealAll(client: pg.Client): Promise<{ sealed: number; lost: number }> {
    const { keys } = this.config;
    let [sealed, lost] = [0, 0];
    for (;;) {
      const limit = atOnce + lost;
      const { rows } = await client.query<Found>('SELECT * FROM sealed_under_former($1, $2)', [
        keys.currentHeader,
        limit,
      ]);
      lost = 0;
      for (const found of rows) {
        const anew = this.sealedAnew(found);
        if (anew) await client.query('SELECT seal_anew($1, $2, $3, $4)', [found.place, found.id, found.sealed, anew]);
        else lost++;
      }
      sealed += rows.length - lost;
      if (rows.length < limit) return { sealed, lost };
    }
  }

  private sealedAnew({ place, id, sealed, clear }: Found): Buffer | undefined {
    const { keys } = this.config;
    const purpose = purposes[place];
    const text = clear ?? (purpose && sealed ? keys.open(purpose, id, sealed) : undefined);
    return purpose && text !== undefined ? keys.seal(purpose, id, text) : undefined;
  }

  private async onWorkersConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client(connectionFor('worker', this.config.databaseUrls.worker));
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

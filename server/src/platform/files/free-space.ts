import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { CONFIG, type Config } from '../config.js';
import { Refusal } from '../http/refusal.js';
import { Metrics } from '../metrics/metrics.js';
import { storageFull } from './upload-quotas.js';

const mega = 1024 * 1024;
/** What the file system says when nothing more fits: no space, the user's quota, the process's limit of a file. */
const noRoom = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * Keeps files from filling a volume to its end: a database on the same one would stop with it. It looks anew each time,
 * so uploads are taken again as soon as there is room.
 */
@Injectable()
export class FreeSpace {
  private readonly log = new Logger('free-space');
  private readonly folder: string;
  private low = false;
  private readonly refused: Counter;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    { registry }: Metrics,
  ) {
    this.folder = join(config.dataDir, 'files', 'incoming');
    const gauge = (name: string, help: string, read: () => Promise<number>) =>
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read().catch(() => Number.NaN));
        },
      });
    gauge('bookinda_storage_free_bytes', 'Room on the volume of DATA_DIR.', async () => (await this.room()).free);
    gauge(
      'bookinda_storage_low',
      '1 while less than the reserve is free and uploads are refused: an alarm.',
      async () => {
        const { free, reserve } = await this.room();
        return Number(free < reserve);
      },
    );
    this.refused = new Counter({
      name: 'bookinda_storage_full_total',
      help: 'Uploads refused because the volume or the bucket was full: an alarm.',
      registers: [registry],
    });
  }

  /** 507 `storage-full` unless `bytes` more leave the reserve free. */
  async require(bytes: number): Promise<void> {
    const { free, reserve } = await this.room();
    const low = free - bytes < reserve;
    if (low) throw this.refuse(`${Math.floor(free / mega)} MB are free, ${Math.ceil(reserve / mega)} MB must stay`);
    if (this.low) this.log.log('There is room for files again.');
    this.low = false;
  }

  /** What a failed write becomes: 507 where there was no room, else the error as it is. */
  explained(error: unknown): unknown {
    const { code, name, $metadata } = error as {
      code?: string;
      name?: string;
      $metadata?: { httpStatusCode?: number };
    };
    const isFull = (code !== undefined && noRoom.includes(code)) || $metadata?.httpStatusCode === 507;
    return isFull ? this.refuse(code ?? name ?? 'The bucket is full') : error;
  }

  private refuse(why: string): Refusal {
    this.refused.inc();
    // One line when it begins, not one for each upload.
    if (!this.low) this.log.warn(`No room for files, uploads are refused: ${why}.`);
    this.low = true;
    return storageFull();
  }

  private async room(): Promise<{ free: number; reserve: number }> {
    const { bavail, blocks, bsize } = await statfs(this.folder);
    return { free: bavail * bsize, reserve: this.config.files.reserve ?? Math.min(512 * mega, blocks * bsize * 0.05) };
  }
}

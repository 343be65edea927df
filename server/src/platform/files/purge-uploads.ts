import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { everyTenant } from '../database/every-tenant.js';
import { Ticks } from '../jobs/ticks.js';
import { Storage } from './storage.js';
import { Uploads } from './uploads.js';

/** Copies aside that are older belong to an upload that died. */
const incomingMs = 3_600_000;

/** Uploads of one tenant that go in one turn; then the next tenant has its turn. */
const atOnce = 200;
/** How many a run removes at most: the next one, five minutes later, goes on. */
const mostPerRun = 50_000;
/** Objects removed at the same time. */
const removers = 8;

/**
 * Uploads that no message took within an hour go, object first: from then on no message may take them, so five minutes
 * later no transaction is about to. Traces of uploads that died half-way go with whatever they had stored.
 */
@Injectable()
export class PurgeUploads implements OnModuleInit {
  private readonly log = new Logger('purge-uploads');

  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly uploads: Uploads,
    private readonly ticks: Ticks,
  ) {}

  onModuleInit(): void {
    this.ticks.every(5, 'purge-uploads', () => this.purge());
  }

  async purge(): Promise<void> {
    let tenants = await everyTenant(this.db);
    for (const tenantId of tenants) await this.db.statement({ tenantId }, forgetDays, [tenantId]);
    for (let left = mostPerRun; tenants.length > 0 && left > 0; ) {
      const more: string[] = [];
      for (const tenantId of tenants) {
        const gone = await this.purgeUntaken(tenantId);
        left -= gone;
        if (gone === atOnce) more.push(tenantId);
      }
      tenants = more;
    }
    await this.purgeTraces();
  }

  /** How many there were, at most `atOnce`. */
  private async purgeUntaken(tenantId: string): Promise<number> {
    const files = await this.db.statement<{ id: string; key: string }>({ tenantId }, untaken, [tenantId]);
    if (files.length === 0) return 0;
    for (let at = 0; at < files.length; at += removers)
      await Promise.all(files.slice(at, at + removers).map(({ key }) => this.storage.remove(key)));
    await this.db.statement({ tenantId }, forget, [tenantId, files.map(({ id }) => id)]);
    return files.length;
  }

  private async purgeTraces(): Promise<void> {
    for (const name of await readdir(this.uploads.incoming)) {
      const path = join(this.uploads.incoming, name);
      const age = await stat(path).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      const [, tenantId, key] = /^([0-9a-f-]{36})\.([0-9a-f]{40})$/.exec(name) ?? [];
      if (age < incomingMs || !tenantId || !key) continue;
      const [entered] = await this.db.statement({ tenantId }, enteredAs, [tenantId, key]);
      if (!entered) await this.storage.remove(key);
      await rm(path, { force: true });
      this.log.warn(`An upload died half-way: ${entered ? 'kept' : 'removed'}.`);
    }
  }
}

const untaken = {
  name: 'untaken-files',
  text: `SELECT id, storage_key AS key FROM file WHERE tenant_id = $1 AND message_id IS NULL AND created_at < now() - interval '65 minutes'
    ORDER BY created_at LIMIT ${atOnce}`,
};
const forget = {
  name: 'forget-files',
  text: `WITH gone AS (DELETE FROM file WHERE tenant_id = $1 AND id = ANY ($2) AND message_id IS NULL RETURNING size)
    UPDATE upload_bytes SET bytes = greatest(0, bytes - (SELECT coalesce(sum(size), 0) FROM gone))
    WHERE tenant_id = $1 AND day = '-infinity' AND counter = 'stored'`,
};
const forgetDays = {
  name: 'forget-upload-days',
  text: `DELETE FROM upload_bytes WHERE tenant_id = $1 AND day < current_date - 1 AND day <> '-infinity'`,
};
const enteredAs = { name: 'file-entered', text: 'SELECT id FROM file WHERE tenant_id = $1 AND storage_key = $2' };

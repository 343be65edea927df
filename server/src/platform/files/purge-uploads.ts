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

/**
 * Uploads nobody took within a day go, object first: from 24 h on no message may take them, so an hour later nobody is
 * about to. Traces of uploads that died half-way go with whatever they had stored.
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
    this.ticks.every(60, 'purge-uploads', () => this.purge());
  }

  async purge(): Promise<void> {
    for (const tenantId of await everyTenant(this.db)) await this.purgeUntaken(tenantId);
    await this.purgeTraces();
  }

  private async purgeUntaken(tenantId: string): Promise<void> {
    const files = await this.db.statement<{ id: string; key: string }>({ tenantId }, untaken, [tenantId]);
    for (const { id, key } of files) {
      await this.storage.remove(key);
      await this.db.statement({ tenantId }, forget, [tenantId, id]);
    }
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
  text: `SELECT id, storage_key AS key FROM file WHERE tenant_id = $1 AND message_id IS NULL AND created_at < now() - interval '25 hours' LIMIT 1000`,
};
const forget = {
  name: 'forget-file',
  text: 'DELETE FROM file WHERE tenant_id = $1 AND id = $2 AND message_id IS NULL',
};
const enteredAs = { name: 'file-entered', text: 'SELECT id FROM file WHERE tenant_id = $1 AND storage_key = $2' };

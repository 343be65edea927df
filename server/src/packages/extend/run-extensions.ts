import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { everyTenant } from '../../platform/database/every-tenant.js';
import { type JobOrder, Jobs } from '../../platform/jobs/jobs.js';
import { Ticks } from '../../platform/jobs/ticks.js';
import { turnSome } from './extending.js';

const task = 'run-extension';
type Payload = { tenantId: string; extension: string };

/** Packages of one transaction: their locks are held for some tens of milliseconds. */
const atOnce = 100;

export function runExtensionJob(tenantId: string, extension: string): JobOrder<Payload> {
  return { task, payload: { tenantId, extension }, key: `${task}:${extension}`, maxAttempts: 10 };
}

/** PK-19: turns the packages of a batch, some at a time. Whoever is killed, or runs twice, goes on with those still to turn. */
@Injectable()
export class RunExtensions implements OnModuleInit {
  private readonly log = new Logger(task);

  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly ticks: Ticks,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle<Payload>(task, ({ tenantId, extension }) => this.run(tenantId, extension));
    // A wake-up that was lost between commit and job costs minutes.
    this.ticks.every(5, 'resume-extensions', () => this.resume());
  }

  async resume(): Promise<void> {
    for (const tenantId of await everyTenant(this.db)) {
      const open = await this.db.statement<{ id: string }>({ tenantId }, unfinished, [tenantId]);
      await this.jobs.enqueueAll(open.map(({ id }) => runExtensionJob(tenantId, id)));
    }
  }

  async run(tenantId: string, extension: string): Promise<void> {
    for (let turned = atOnce; turned > 0; ) turned = await this.some(tenantId, extension);
    await this.db.statement({ tenantId }, finish, [tenantId, extension]);
  }

  private some(tenantId: string, extension: string): Promise<number> {
    return this.db.write({ tenantId }, async (tx) => {
      const batch = await tx.row<{ state: string; zone: string }>(stateOf, [tenantId, extension]);
      if (batch?.state !== 'running' && batch?.state !== 'undoing') return 0;
      const today = this.clock.today(batch.zone);
      const turned = await turnSome(tx, { tenantId }, extension, batch.state === 'running' ? 'extend' : 'undo', {
        today,
        atOnce,
      });
      if (turned > 0) this.log.debug(`${extension}: ${turned} packages.`);
      return turned;
    });
  }
}

const stateOf = `SELECT b.state, w.time_zone AS zone FROM package_extension b JOIN tenant w ON w.id = b.tenant_id WHERE b.tenant_id = $1 AND b.id = $2`;
const unfinished = {
  name: 'unfinished-extensions',
  text: `SELECT id FROM package_extension WHERE tenant_id = $1 AND state IN ('running', 'undoing')`,
};
/** What another one still turns is not finished. */
const finish = {
  name: 'finish-extension',
  text: `UPDATE package_extension b SET state = CASE state WHEN 'running' THEN 'done' ELSE 'undone' END
    WHERE tenant_id = $1 AND id = $2 AND state IN ('running', 'undoing') AND NOT EXISTS (
      SELECT FROM package_extension_item i WHERE i.tenant_id = $1 AND i.extension_id = $2 AND i.state = CASE b.state WHEN 'running' THEN 'waiting' ELSE 'extended' END)`,
};

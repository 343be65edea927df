import type { PackageExtension } from '@bookinda/contracts/packages/package-extension';
import { undoExtension } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { actorOf } from '../../identity/actor.js';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { found, Refusal } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { readExtensionIn } from './extension.js';
import { runExtensionJob } from './run-extensions.js';

/** PK-19: gives the packages of a batch their expiry back, but for those that changed since. Undone already, it changes nothing. */
@Controller()
export class UndoExtension {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
  ) {}

  @Answers(undoExtension, { to: staff(managers), status: 202 })
  handle(@By() caller: Staff, @Id('id') id: string): Promise<PackageExtension> {
    const { tenantId } = caller;
    const actor = actorOf(caller);
    return this.db.write(caller, async (tx) => {
      const batch = found(
        await tx.row<{ state: string }>(
          'SELECT state FROM package_extension WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE',
          [tenantId, id],
        ),
      );
      if (batch.state === 'running') throw new Refusal('in-progress', 'It still runs.', { retryAfter: 5 });
      if (batch.state === 'done') {
        await tx.rows(
          `UPDATE package_extension SET state = 'undoing', undo_actor_kind = $3, undo_actor_id = $4, undo_actor_name = $5 WHERE tenant_id = $1 AND id = $2`,
          [tenantId, id, actor.kind, actor.id, actor.name],
        );
        tx.afterCommit(() => void this.jobs.enqueueAll([runExtensionJob(tenantId, id)]).catch(() => undefined));
      }
      return readExtensionIn(tx, tenantId, id);
    });
  }
}

import { limits } from '@bookinda/contracts/limits';
import { ExtendPackages as ExtendPackagesInput } from '@bookinda/contracts/packages/extend-packages.dto';
import type { PackageExtension } from '@bookinda/contracts/packages/package-extension';
import { extendPackages } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../identity/actor.js';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { filtering, refuseUnknownTemplate } from '../sold/filtering.js';
import { chosenPackages } from './chosen-packages.js';
import { refuseUnmeasured } from './extending.js';
import { readExtensionIn } from './extension.js';
import { runExtensionJob } from './run-extensions.js';

/** PK-19: chooses the packages now and extends them one after the other, each once; the salon was closed. */
@Controller()
export class ExtendPackages {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
    private readonly jobs: Jobs,
  ) {}

  @Answers(extendPackages, { to: staff(managers), retry: 'required', status: 202, limit: { calls: 20, seconds: 60 } })
  async handle(
    @By() caller: Staff,
    @Input() input: ExtendPackagesInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageExtension> {
    const { tenantId } = caller;
    const [id, today] = [uuidv7(), await this.day.today(caller)];
    refuseUnmeasured(input, today);
    return writeOnce(this.db, caller, retry, async (tx) => {
      await refuseUnknownTemplate(tx, tenantId, input.template);
      await enter(tx, caller, id, input, today);
      const extension = await readExtensionIn(tx, tenantId, id);
      if (extension.packages === 0) throw nothing();
      if (extension.packages > limits.extendAtOnce) throw new Refusal('out-of-bounds', 'Too many at once.');
      tx.afterCommit(() => void this.jobs.enqueueAll([runExtensionJob(tenantId, id)]).catch(() => undefined));
      return extension;
    });
  }
}

const nothing = () => new Refusal('nothing-left', 'There is nothing to extend.');

async function enter(tx: Tx, caller: Staff, id: string, input: ExtendPackagesInput, today: string): Promise<void> {
  const filter = filtering(input);
  if (!filter) throw nothing();
  const { chosen, values } = chosenPackages(filter, input);
  const at = values.length + 3;
  const [batch, reason, kind, person, name] = [0, 1, 2, 3, 4].map((n) => `$${at + n}`);
  const [days, until, restores] = [3, 2, 1].map((n) => `$${at - n}`);
  const actor = actorOf(caller);
  await tx.rows(
    `WITH chosen AS MATERIALIZED (${chosen}
    ), batch AS (
      INSERT INTO package_extension (tenant_id, id, days, until, restores, reason, packages, left_out, actor_kind, actor_id, actor_name)
      SELECT $1, ${batch}::uuid, ${days}::int, ${until}::date, ${restores}::boolean, ${reason}, (SELECT count(*) FROM chosen WHERE why IS NULL),
        (SELECT coalesce(jsonb_object_agg(why, n), '{}') FROM (SELECT why, count(*) AS n FROM chosen WHERE why IS NOT NULL GROUP BY why) l), ${kind}, ${person}::uuid, ${name}
      RETURNING id
    )
    INSERT INTO package_extension_item (tenant_id, extension_id, package_id) SELECT $1, batch.id, chosen.id FROM chosen, batch WHERE chosen.why IS NULL`,
    [caller.tenantId, today, ...values, id, input.reason.trim(), actor.kind, actor.id, actor.name],
  );
}

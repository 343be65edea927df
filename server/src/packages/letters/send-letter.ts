import type { PackageLetter } from '@bookinda/contracts/packages/package-letter';
import { sendLetter } from '@bookinda/contracts/packages/routes';
import { SendLetter as SendLetterInput } from '@bookinda/contracts/packages/write-letter.dto';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../identity/actor.js';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { Clock } from '../../platform/clock.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { filtering, refuseUnknownTemplate } from '../sold/filtering.js';
import { chosenCustomers } from './chosen-customers.js';
import { refuseUnknownPlaceholders } from './fill-in.js';
import { allowanceOf, readLetterIn, sentBefore } from './package-letter.js';
import { runLetterJob } from './run-letters.js';

/** Of an hour: the allowance grows as yesterday's letters leave the day. */
const retryAfter = 3_600;

/** PK-06: chooses the customers now and writes to them one after the other, one mail each. */
@Controller()
export class SendLetter {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  @Answers(sendLetter, { to: staff(managers), retry: 'required', status: 202, limit: { calls: 20, seconds: 60 } })
  handle(@By() caller: Staff, @Input() input: SendLetterInput, @Retry() retry: RetryKey): Promise<PackageLetter> {
    const { tenantId } = caller;
    const [id, at] = [uuidv7(), this.clock.instant()];
    refuseUnknownPlaceholders(input);
    const today = this.clock.today(caller.tenant.timeZone);
    return writeOnce(this.db, caller, retry, async (tx) => {
      await refuseUnknownTemplate(tx, tenantId, input.template);
      // Two managers with the same words at the same moment: the second one is asked.
      await tx.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 6))', [tenantId]);
      const before = input.again ? null : await sentBefore(tx, tenantId, input, at);
      if (before) throw new Refusal('sent-before', 'The same words went out already.', { before });
      const allowance = await allowanceOf(tx, tenantId, at);
      await enter(tx, caller, input, { id, at, today });
      const letter = await readLetterIn(tx, tenantId, id);
      const customers = letter.customers - letter.leftOut;
      if (customers === 0) throw nobody();
      if (customers > allowance)
        throw new Refusal('too-many', 'More letters than the salon may send in a day.', { retryAfter, allowance });
      tx.afterCommit(() => void this.jobs.enqueueAll([runLetterJob(tenantId, id)]).catch(() => undefined));
      return letter;
    });
  }
}

const nobody = () => new Refusal('nothing-left', 'Nobody would get it.');

async function enter(
  tx: Tx,
  caller: Staff,
  input: SendLetterInput,
  { id, at, today }: { id: string; at: string; today: string },
): Promise<void> {
  const filter = filtering(input);
  if (!filter) throw nobody();
  const { kind, id: person, name } = actorOf(caller);
  await tx.rows(
    `INSERT INTO package_letter (tenant_id, id, subject, body, actor_kind, actor_id, actor_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [caller.tenantId, id, input.subject.trim(), input.body.trim(), kind, person, name, at],
  );
  await tx.rows(
    `INSERT INTO package_letter_item (tenant_id, letter_id, customer_id, packages, why)
     SELECT $1, $${filter.values.length + 3}::uuid, c.id, c.packages, c.why FROM (${chosenCustomers(filter)}) c`,
    [caller.tenantId, today, ...filter.values, id],
  );
}

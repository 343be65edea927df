import { TickCall as TickCallInput } from '@bookinda/contracts/packages/list-calls.dto';
import type { PackageCall } from '@bookinda/contracts/packages/package-call';
import { tickCall } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { actorOf } from '../../identity/actor.js';
import { type Staff, sellers, staff } from '../../identity/callers.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { call, undelivered } from './call.js';

// Who ticked first stays; the tick taken back leaves no time.
const tick = `
  INSERT INTO package_call AS k (tenant_id, mail_id, called_at, called_by, called_name)
  SELECT $1, m.id, CASE WHEN $3::boolean THEN $4::timestamptz END, $5, $6 FROM ${undelivered} AND m.id = $2
  ON CONFLICT (tenant_id, mail_id) DO UPDATE SET called_at = excluded.called_at, called_by = excluded.called_by, called_name = excluded.called_name
    WHERE (k.called_at IS NULL) = $3::boolean`;
const read = `SELECT ${call} AS call, p.id AS package, c.id AS customer FROM ${undelivered} AND m.id = $2`;

/** PK-17: notes that the customer was called instead, by whom and when; or that she was not. */
@Controller()
export class TickCall {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Answers(tickCall, { to: staff(sellers) })
  async handle(@By() caller: Staff, @Id('id') id: string, @Input() { called }: TickCallInput): Promise<PackageCall> {
    const { tenantId, personId, name } = caller;
    return this.db.write(caller, async (tx) => {
      await tx.rows(tick, [tenantId, id, called, this.clock.instant(), personId, name]);
      const row = found(await tx.row<{ call: PackageCall; package: string; customer: string }>(read, [tenantId, id]));
      await recordEvent(tx, caller, {
        kind: called ? 'customer-called' : 'customer-not-called',
        actor: actorOf(caller),
        packageId: row.package,
        customerId: row.customer,
        public: false,
      });
      return row.call;
    });
  }
}

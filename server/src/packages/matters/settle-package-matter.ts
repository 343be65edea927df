import type { SettlementReceipt } from '@bookinda/contracts/packages/package-matter';
import { settlePackageMatter } from '@bookinda/contracts/packages/routes';
import { SettlePackageMatter as SettlePackageMatterInput } from '@bookinda/contracts/packages/settle-package-matter.dto';
import type { TicketState } from '@bookinda/contracts/support/ticket';
import type { LocalDate } from '@bookinda/contracts/values';
import { Controller } from '@nestjs/common';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { found, Refusal } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { replyIn } from '../../support/tickets/replying.js';
import { enterStep } from '../ledger/enter-step.js';
import { receiptOf } from '../sold/package-receipt.js';
import { lockedPackage } from '../sold/sold-package.js';
import { spokenFrom } from './matter-words.js';
import { type Plan, planOf } from './remedies.js';
import { allowanceOf, refuseBeyond } from './settle-limits.js';
import { enterSettlement, lockMatter, type MatterTicket, refuseSettled, settlementsOf } from './settlement.js';
import { sayRemedy } from './settlement-words.js';

/**
 * PK-21: the desk's answer to a dispute, and what it does about it: the thread, the ledger, the card and the one mail tell
 * the same, or nothing happened. The ticket is locked before the package, everywhere.
 */
@Controller()
export class SettlePackageMatter {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(settlePackageMatter, { to: staff(deskRoles), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: SettlePackageMatterInput,
    @Retry() retry: RetryKey | null,
  ): Promise<SettlementReceipt> {
    const today = await this.day.today(caller);
    const zone = await this.day.zoneOf(caller);
    return writeOnce(this.db, caller, retry, async (tx) => {
      const matter = await lockMatter(tx, caller.tenantId, id);
      const { plan, currency } = await decide(tx, caller, id, { matter, input, today }).catch(
        async (error: unknown) => {
          // Who wrote into a closed ticket, or past what a colleague just did, is to read that first.
          if (error instanceof Refusal) await replyIn(tx, caller, id, input, null);
          throw error;
        },
      );
      const done = sayRemedy(plan.does, currency, spokenFrom(matter.language), zone);
      const ticket = await replyIn(tx, caller, id, input, done);
      const step = await enter(tx, caller, matter, plan);
      await enterSettlement(
        tx,
        caller.tenantId,
        { ...said(ticket), ...matter, actor: actorOf(caller), step },
        plan.does,
      );
      const { card } = await receiptOf(tx, caller.tenantId, matter.packageId, step, today);
      const settlement = found((await settlementsOf(tx, caller.tenantId, id)).at(-1));
      return { ticket, card, settlement };
    });
  }
}

const said = ({ id, message }: TicketState) => ({ ticketId: id, message });

/** What will be written, decided under the package's lock and within the caller's limits. */
async function decide(
  tx: Tx,
  caller: DeskCaller,
  ticketId: string,
  { matter, input, today }: { matter: MatterTicket; input: SettlePackageMatterInput; today: LocalDate },
): Promise<{ plan: Plan; currency: string }> {
  const { tenantId } = caller;
  const sold = await lockedPackage(tx, tenantId, matter.packageId, today);
  if (!input.again) await refuseSettled(tx, tenantId, ticketId);
  const plan = await planOf(tx, tenantId, sold, input);
  refuseBeyond(await allowanceOf(tx, caller, ticketId), plan.does);
  return { plan, currency: sold.facts.currency };
}

/** Writes the steps, whose reason is the ticket, with one event; gives the last step's id. */
async function enter(
  tx: Tx,
  caller: DeskCaller,
  { packageId, number }: MatterTicket,
  { steps, event: { kind, data } }: Plan,
): Promise<string> {
  const actor = actorOf(caller);
  let last = '';
  for (const step of steps)
    last = (await enterStep(tx, caller.tenantId, packageId, { ...step, actor, reason: number })).id;
  const owner = found(
    await tx.row<{ id: string }>('SELECT customer_id AS id FROM sold_package WHERE tenant_id = $1 AND id = $2', [
      caller.tenantId,
      packageId,
    ]),
  );
  await recordEvent(tx, caller, {
    kind,
    actor,
    packageId,
    customerId: owner.id,
    public: true,
    // Ledger entries are named as the hot verbs name them.
    data: { [data && 'service' in data ? 'entry' : 'step']: last, ...data },
  });
  return last;
}

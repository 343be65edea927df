import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import type { LocalDate } from '@bookinda/contracts/values';
import { actorOf } from '../../identity/actor.js';
import type { DeskCaller } from '../../identity/callers.js';
import type { Database, Tx } from '../../platform/database/database.js';
import { type Actor, type NewEvent, recordEvent } from '../../platform/events/record.js';
import { type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { type ChangeStep, enterStep, type MoneyStep } from '../ledger/enter-step.js';
import { receiptOf } from './package-receipt.js';
import { lockedPackage, type SoldPackage } from './sold-package.js';

type WithoutActor<S> = S extends unknown ? Omit<S, 'actor'> : never;

/** What a verb does to a package: the entry it writes, and the event that tells of it. `same`: nothing. */
export type Change =
  | 'same'
  | { step: WithoutActor<MoneyStep | ChangeStep>; event: { kind: string; data?: NewEvent['data'] } };

/** Who changes which package when. */
export interface Changing {
  caller: DeskCaller;
  retry: RetryKey | null;
  id: string;
  today: LocalDate;
}

/** Runs a verb under the package's lock: verdict, entry, balances, event and the kept answer are one transaction. */
export function changePackage(
  db: Database,
  { caller, retry, id, today }: Changing,
  decide: (sold: SoldPackage, tx: Tx) => Change | Promise<Change>,
): Promise<PackageReceipt> {
  const { tenantId } = caller;
  const actor = actorOf(caller);
  return writeOnce(db, caller, retry, async (tx) => {
    const sold = await lockedPackage(tx, tenantId, id, today);
    const change = await decide(sold, tx);
    if (change === 'same') return receiptOf(tx, tenantId, id, id, today);
    const entered = await enterStep(tx, tenantId, id, { ...change.step, actor });
    await tell(tx, tenantId, sold, actor, change.event, entered.id);
    return receiptOf(tx, tenantId, id, entered.id, today);
  });
}

async function tell(
  tx: Tx,
  tenantId: string,
  { facts }: SoldPackage,
  actor: Actor,
  { kind, data }: { kind: string; data?: NewEvent['data'] },
  step: string,
): Promise<void> {
  const about = { packageId: facts.id, customerId: facts.customerId };
  await recordEvent(tx, { tenantId }, { kind, actor, ...about, public: true, data: { step, ...data } });
}

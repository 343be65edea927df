import { median } from './drive.ts';
import { asMember, seedTenant } from './seed.ts';
import { seedLedger } from './seed-ledger.ts';
import type { Stand } from './stand.ts';

/** PK-18: the report over a ledger of one salon. */
export interface LiabilityAtScale {
  /** Median until the whole answer is there, every month of the ledger asked for. */
  seconds: number;
  /** The fastest and the slowest one: far apart where the machine did something else meanwhile. */
  best: number;
  worst: number;
  entries: number;
  /** Closing is what the packages themselves say is outstanding. */
  exact: boolean;
}

interface Answer {
  total: { value: { closing: number }; sessions: { closing: number; redeemed: number } };
  now: { value: number; sessions: number };
}

export async function liabilityAtScale(
  { rig, ours }: Stand,
  entries: number,
  rounds: number,
): Promise<LiabilityAtScale> {
  const tenant = await seedTenant(rig, 'books');
  await seedLedger(rig, tenant, entries);
  const from = new Date();
  from.setUTCMonth(from.getUTCMonth() - 47, 1);
  const took: number[] = [];
  let exact = true;
  let counted = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const answer = await fetch(`${ours.url}/v1/package-report?from=${from.toISOString().slice(0, 7)}`, {
      headers: asMember(tenant.owner),
    });
    const { total, now } = (await answer.json()) as Answer;
    took.push((performance.now() - start) / 1_000);
    exact &&= total.value.closing === now.value && total.sessions.closing === now.sessions;
    counted = total.sessions.redeemed;
  }
  return { seconds: median(took), best: Math.min(...took), worst: Math.max(...took), entries: counted, exact };
}

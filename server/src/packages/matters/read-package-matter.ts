import type { DisputedStep, PackageMatter } from '@bookinda/contracts/packages/package-matter';
import { readPackageMatter } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { recentSteps, type Standing, standingOf } from './evidence.js';
import { storedMatter } from './matter.js';
import { type Allowance, allowanceOf } from './settle-limits.js';
import { settlementsOf } from './settlement.js';

/** PK-21: beside the thread: the evidence as the customer saw it, the package as it is now, and what the reader may do. */
@Controller()
export class ReadPackageMatter {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(readPackageMatter, { to: staff(deskRoles) })
  async handle(@By() caller: DeskCaller, @Id('id') id: string): Promise<PackageMatter> {
    const { tenantId } = caller;
    const today = await this.day.today(caller);
    return this.db.read(caller, async (tx) => {
      const { packageId, step, kind, at, evidence } = found(await storedMatter(tx, tenantId, id));
      const standing = found(await standingOf(tx, tenantId, packageId, step, today));
      return {
        kind,
        at,
        evidence,
        card: standing.card,
        step: standing.step,
        history: await recentSteps(tx, tenantId, packageId),
        settlements: await settlementsOf(tx, tenantId, id),
        remedies: remediesOf(standing, await allowanceOf(tx, caller, id)),
      };
    });
  }
}

function remediesOf({ card, step }: Standing, allowance: Allowance): PackageMatter['remedies'] {
  const cancelled = card.status === 'cancelled' ? 'package-cancelled' : null;
  const none = (left: number | undefined) => (left === 0 ? ('not-allowed' as const) : null);
  const used = card.services.reduce((sum, service) => sum + service.used, 0);
  const { amount: paid, currency } = card.paid;
  const most = Math.min(paid, allowance?.refund ?? paid);
  return {
    restore: {
      refused: cancelled ?? (used === 0 ? 'out-of-bounds' : none(allowance?.sessions)),
      most: allowance?.sessions ?? null,
      redemption:
        reversible(step) && (step?.sessions ?? 0) <= (allowance?.sessions ?? Infinity) ? (step?.id ?? null) : null,
    },
    extend: {
      refused:
        cancelled ??
        (card.freeze ? 'package-frozen' : card.expiresOn === null ? 'out-of-bounds' : none(allowance?.days)),
      most: allowance?.days ?? null,
    },
    refund: {
      refused: paid === 0 ? 'out-of-bounds' : none(allowance?.refund),
      most: { amount: most, currency },
    },
  };
}

const reversible = (step: DisputedStep | null) => step?.kind === 'redemption' && !step.reversed;

import type { LedgerReceipt } from '@bookinda/contracts/packages/package';
import { ReverseRedemption as ReverseRedemptionInput } from '@bookinda/contracts/packages/redeem-session.dto';
import { reverseRedemption } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { beyondTotal, moveSessions, notForStaff, sessionMove } from './session-move.js';

// $10 redemption, $11 reason, $12 the only person whose redemptions may be reversed
const reverse = sessionMove({
  name: 'reverse-redemption',
  kind: 'reversal',
  event: 'redemption-reversed',
  asked: `SELECT e.service_id, -e.sessions AS sessions, e.id AS reverses, $11::text AS reason, e.appointment, e.staff_id, e.staff_name,
      e.actor_id AS redeemed_by
    FROM (SELECT 1) one LEFT JOIN ledger_entry e ON e.tenant_id = $1 AND e.package_id = $2 AND e.id = $10::uuid AND e.kind = 'redemption'`,
  refusals: [
    [notForStaff('$12::uuid IS NOT NULL'), 'not-allowed'],
    ['$12::uuid IS NOT NULL AND asked.redeemed_by IS DISTINCT FROM $12', 'not-allowed'],
    ['package.cancelled_at IS NOT NULL', 'package-cancelled'],
    ['reversed_by_now($1, asked.reverses)', 'already-reversed'],
    [beyondTotal, 'out-of-bounds'],
  ],
  marks: 'redeemed_at = NULL',
});

/**
 * PK-08: undo of a named redemption, once. On an expired package too: it only sets the record straight. STAFF may undo
 * what they redeemed themselves (PK-20); reception and managers what anybody did.
 */
@Controller()
export class ReverseRedemption {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(reverseRedemption, { to: staff(redeemers, 'packages:write'), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Id('rid') redemption: string,
    @Input() input: ReverseRedemptionInput,
    @Retry() retry: RetryKey,
  ): Promise<LedgerReceipt> {
    const onlyOwn = caller.kind === 'staff' && caller.role === 'STAFF' ? caller.personId : null;
    const own = [redemption, input.reason?.trim() || null, onlyOwn];
    return moveSessions(this.db, caller, retry, reverse, id, await this.day.today(caller), own);
  }
}

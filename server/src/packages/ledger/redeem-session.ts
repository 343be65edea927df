import type { LedgerReceipt } from '@bookinda/contracts/packages/package';
import { RedeemSession as RedeemSessionInput } from '@bookinda/contracts/packages/redeem-session.dto';
import { redeemSession } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import {
  beyondPaidValue,
  beyondTotal,
  expired,
  frozen,
  moveSessions,
  notForStaff,
  redeemedJustNow,
  sessionMove,
} from './session-move.js';

// $10 service, $11 sessions, $12 staff, $13 appointment, $14 whether one of STAFF asks, $15 device (session or API key), $16 force
export const redeem = sessionMove({
  name: 'redeem-session',
  kind: 'redemption',
  event: 'redemption',
  asked: `SELECT $10::uuid AS service_id, $11::int AS sessions, NULL::uuid AS reverses, NULL::text AS reason, $13::text AS appointment,
      giver.id AS staff_id, giver.name AS staff_name
    FROM (SELECT 1) one LEFT JOIN LATERAL (
      SELECT p.id, p.name FROM colleague p WHERE p.tenant_id = $1 AND p.id = $12::uuid AND p.state = 'active') giver ON true`,
  refusals: [
    [notForStaff('$14'), 'not-allowed'],
    ['$12::uuid IS NOT NULL AND asked.staff_id IS NULL', 'invalid-input'],
    ['package.cancelled_at IS NOT NULL', 'package-cancelled'],
    ['package.remaining = 0', 'nothing-left'],
    [frozen, 'package-frozen'],
    [expired, 'package-expired'],
    [beyondTotal, 'nothing-left'],
    [beyondPaidValue, 'paid-value-used-up'],
    [redeemedJustNow('$15::uuid', '$16::boolean'), 'redeemed-just-now'],
  ],
  marks: 'redeemed_at = entry.at, redeemed_by = $9, redeemed_by_device = $15::uuid',
});

/** PK-07, PK-08: takes sessions from one service of a package, decided at this moment under the package's lock. */
@Controller()
export class RedeemSession {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(redeemSession, { to: staff(redeemers, 'packages:write'), retry: 'required', provenByItsStatement: true })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: RedeemSessionInput,
    @Retry() retry: RetryKey,
  ): Promise<LedgerReceipt> {
    const { service, sessions = 1, appointment = null, force = false } = input;
    const giver = input.staff ?? (caller.kind === 'staff' ? caller.personId : null);
    return moveSessions(this.db, caller, retry, redeem, id, await this.day.today(caller), [
      service,
      sessions,
      giver,
      appointment,
      caller.kind === 'staff' && caller.role === 'STAFF',
      caller.kind === 'staff' ? caller.sessionId : caller.keyId,
      force,
    ]);
  }
}

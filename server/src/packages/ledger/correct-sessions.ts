import { CorrectSessions as CorrectSessionsInput } from '@bookinda/contracts/packages/correct-sessions.dto';
import type { LedgerReceipt } from '@bookinda/contracts/packages/package';
import { correctSessions } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, managers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { beyondTotal, expired, moveSessions, sessionMove } from './session-move.js';

// $10 service, $11 sessions (used +, given back −), $12 reason
const correct = sessionMove({
  name: 'correct-sessions',
  kind: 'correction',
  event: 'sessions-corrected',
  asked: `SELECT $10::uuid AS service_id, $11::int AS sessions, NULL::uuid AS reverses, $12::text AS reason, NULL::text AS appointment,
      NULL::uuid AS staff_id, NULL::text AS staff_name`,
  refusals: [
    ['package.cancelled_at IS NOT NULL', 'package-cancelled'],
    // PK-11: a used-up package opens fully, also when its day is over; its status is Fully Used.
    [`package.remaining > 0 AND ${expired}`, 'package-expired'],
    [beyondTotal, 'out-of-bounds'],
  ],
});

/** PK-08, PK-09, PK-11: ±1 session of one service, by managers and owners; never past 0 or the total. */
@Controller()
export class CorrectSessions {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(correctSessions, { to: staff(managers), retry: 'required' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() input: CorrectSessionsInput,
    @Retry() retry: RetryKey,
  ): Promise<LedgerReceipt> {
    const own = [input.service, -input.change, input.reason?.trim() || null];
    return moveSessions(this.db, caller, retry, correct, id, await this.day.today(caller), own);
  }
}

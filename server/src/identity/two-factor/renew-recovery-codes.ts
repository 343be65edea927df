import { renewRecoveryCodes } from '@bookinda/contracts/identity/routes';
import type { RecoveryCodes } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';
import { renewRecoveryCodes as renew } from '../recovery-codes.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { SecurityRecord } from '../security/security-record.js';

@Controller()
export class RenewRecoveryCodes {
  constructor(
    private readonly db: Database,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /** Ten new codes, shown this once; the ones before are void. 403 where no authenticator is set up. */
  @Answers(renewRecoveryCodes, { to: staff(), stepUp: true, limit: { calls: 20, seconds: 3600 } })
  async handle(@By() caller: Staff, @Source() source: RequestSource): Promise<RecoveryCodes> {
    const { personId } = caller;
    return this.db.write({ ...caller, people: true }, async (tx) => {
      // Two renewals at once: one after the other, so that ten codes are left.
      const on = await tx.row('SELECT FROM auth.person WHERE id = $1 AND totp_secret IS NOT NULL FOR UPDATE', [
        personId,
      ]);
      if (!on) throw new Refusal('not-allowed', 'Set up an authenticator first.');
      const actor = { kind: 'staff', name: caller.name } as const;
      await this.record.enter(tx, { kind: 'recovery-codes-renewed', personId, tenantId: null, actor, source });
      await this.notices.mail(tx, caller, 'recovery-codes-renewed', source);
      return { codes: await renew(tx, personId) };
    });
  }
}

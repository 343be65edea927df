import { removeTwoFactor } from '@bookinda/contracts/identity/routes';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { SecurityRecord } from '../security/security-record.js';
import { endOtherSessions } from '../sessions.js';

@Controller()
export class RemoveTwoFactor {
  constructor(
    private readonly db: Database,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /** Sign-in asks for the password alone; recovery codes are void and every other session of the person ends. Twice is once. */
  @Answers(removeTwoFactor, { to: staff(), stepUp: true, status: 204 })
  async handle(@By() caller: Staff, @Source() source: RequestSource): Promise<null> {
    const { personId } = caller;
    await this.db.write({ ...caller, people: true }, async (tx) => {
      if (!(await tx.row(remove, [personId]))) return;
      await tx.rows('DELETE FROM auth.recovery_code WHERE person_id = $1', [personId]);
      await endOtherSessions(tx, caller);
      const actor = { kind: 'staff', name: caller.name } as const;
      await this.record.enter(tx, { kind: 'authenticator-removed', personId, tenantId: null, actor, source });
      await this.notices.mail(tx, caller, 'authenticator-removed', source);
    });
    return null;
  }
}

/** The last step stays: a code that was used is used, whichever app comes next. */
const remove = `UPDATE auth.person SET totp_secret = NULL, totp_pending = NULL
  WHERE id = $1 AND totp_secret IS NOT NULL RETURNING id`;

import { revokeOtherSessions } from '@bookinda/contracts/identity/routes';
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
export class RevokeOtherSessions {
  constructor(
    private readonly db: Database,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /** Signs the person out everywhere but here, at once. */
  @Answers(revokeOtherSessions, { to: staff(), status: 204 })
  async handle(@By() caller: Staff, @Source() source: RequestSource): Promise<null> {
    const { personId } = caller;
    await this.db.write({ ...caller, people: true }, async (tx) => {
      if ((await endOtherSessions(tx, caller)) === 0) return;
      const actor = { kind: 'staff', name: caller.name } as const;
      await this.record.enter(tx, { kind: 'sessions-ended', personId, tenantId: null, actor, source });
      await this.notices.mail(tx, caller, 'sessions-ended', source);
    });
    return null;
  }
}

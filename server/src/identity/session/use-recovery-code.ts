import { useRecoveryCode } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import { UseRecoveryCodeInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { halfSessions, type Staff } from '../callers.js';
import { Guesses } from '../guesses.js';
import { recoveryCodeHash } from '../recovery-codes.js';
import { type RequestSource, Source } from '../request-source.js';
import { RecoveryCodeUse } from '../security/recovery-code-use.js';
import { SecurityRecord } from '../security/security-record.js';
import { SignInNotice } from '../security/sign-in-notice.js';
import { Sessions, sessionLife, surplusSessions } from '../sessions.js';

@Controller()
export class UseRecoveryCode {
  constructor(
    private readonly sessions: Sessions,
    private readonly guesses: Guesses,
    private readonly record: SecurityRecord,
    private readonly use: RecoveryCodeUse,
    private readonly signIns: SignInNotice,
  ) {}

  /**
   * Makes half a session a whole one without the authenticator. A recovery code works once, however many send it at the
   * same time; the person is written to at every use. 401 `wrong-code` for any other.
   */
  @Answers(useRecoveryCode, { to: halfSessions })
  async handle(
    @By() caller: Staff,
    @Input() { code }: UseRecoveryCodeInput,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Source() source: RequestSource,
  ): Promise<Session> {
    const { personId, tenantId, name } = caller;
    const counted = await this.guesses.count(this.guesses.ofCode(reply.request, personId));
    const hash = recoveryCodeHash(personId, code);
    const session = await this.sessions.renew(reply, complete, [personId, hash, sessionLife.complete]);
    if (!session) {
      const actor = { kind: 'unknown', name: '' } as const;
      await this.record.write({ kind: 'code-failed', personId, tenantId: null, actor, source });
      throw new Refusal('wrong-code', 'The code is wrong or was used already.');
    }
    await this.guesses.giveBack(counted);
    await this.use.tell(caller, source);
    await this.signIns.record({ personId, tenantId, name }, source);
    return session;
  }
}

/** Spending the code and raising the session are one statement: the second of two equal codes finds it spent. */
const complete = {
  name: 'complete-session-with-recovery-code',
  text: `WITH spent AS (
      UPDATE auth.recovery_code SET used_at = now() WHERE person_id = $3 AND hash = $4 AND used_at IS NULL
        AND EXISTS (SELECT FROM auth.session WHERE token_hash = $1 AND stage = 'code-missing') RETURNING person_id),
    raised AS (
      UPDATE auth.session SET token_hash = $2, stage = 'complete', created_at = now(), seen_at = now(), expires_at = now() + $5 * interval '1 second'
      WHERE token_hash = $1 AND stage = 'code-missing' AND person_id = (SELECT person_id FROM spent) RETURNING tenant_id, person_id),
    ended AS (DELETE FROM auth.session WHERE EXISTS (SELECT FROM raised) AND id IN (${surplusSessions('$3', "'complete'")})),
    used AS (UPDATE auth.membership m SET used_at = now() FROM raised WHERE (m.tenant_id, m.person_id) = (raised.tenant_id, raised.person_id))
    SELECT tenant_id FROM raised`,
};

import { confirmCode } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import { ConfirmCode as ConfirmCodeInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { Authenticators } from '../authenticators.js';
import { halfSessions, type Staff } from '../callers.js';
import { Guesses } from '../guesses.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityRecord } from '../security/security-record.js';
import { SignInNotice } from '../security/sign-in-notice.js';
import { Sessions, sessionLife, surplusSessions } from '../sessions.js';

@Controller()
export class ConfirmCode {
  constructor(
    private readonly db: Database,
    private readonly sessions: Sessions,
    private readonly authenticators: Authenticators,
    private readonly guesses: Guesses,
    private readonly security: SecurityRecord,
    private readonly signIns: SignInNotice,
  ) {}

  /** Makes half a session a whole one, under a new token. A code works once, however many send it at the same time. */
  @Answers(confirmCode, { to: halfSessions })
  async handle(
    @By() caller: Staff,
    @Input() { code }: ConfirmCodeInput,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Source() source: RequestSource,
  ): Promise<Session> {
    const { personId, tenantId, name } = caller;
    const counted = await this.guesses.count(this.guesses.ofCode(reply.request, personId));
    const session = await this.complete(personId, code, reply).catch(async (error: unknown) => {
      const actor = { kind: 'unknown', name: '' } as const;
      if (error instanceof Refusal && error.code === 'wrong-code')
        await this.security.write({ kind: 'code-failed', personId, tenantId: null, actor, source });
      throw error;
    });
    await this.guesses.giveBack(counted);
    await this.signIns.record({ personId, tenantId, name }, source);
    return session;
  }

  private async complete(personId: string, code: string, reply: FastifyReply): Promise<Session> {
    const [person] = await this.db.people<{ totp_secret: Buffer | null }>(secretOf, [personId]);
    const step = this.authenticators.stepOf(personId, person?.totp_secret, code);
    const session = await this.sessions.renew(reply, complete, [personId, step, sessionLife.complete]);
    if (!session) throw new Refusal('wrong-code', 'The code is wrong or was used already.');
    return session;
  }
}

const secretOf = { name: 'authenticator-of', text: 'SELECT totp_secret FROM auth.person WHERE id = $1' };

/** Spending the step and raising the session are one statement: the second of two equal codes finds the step spent. */
const complete = {
  name: 'complete-session',
  text: `WITH spent AS (UPDATE auth.person SET totp_last_step = $4 WHERE id = $3 AND totp_last_step < $4 RETURNING id),
    raised AS (
      UPDATE auth.session SET token_hash = $2, stage = 'complete', created_at = now(), seen_at = now(), expires_at = now() + $5 * interval '1 second'
      WHERE token_hash = $1 AND stage = 'code-missing' AND person_id = (SELECT id FROM spent) RETURNING tenant_id, person_id),
    ended AS (DELETE FROM auth.session WHERE EXISTS (SELECT FROM raised) AND id IN (${surplusSessions('$3', "'complete'")})),
    used AS (UPDATE auth.membership m SET used_at = now() FROM raised WHERE (m.tenant_id, m.person_id) = (raised.tenant_id, raised.person_id))
    SELECT tenant_id FROM raised`,
};

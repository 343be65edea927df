import { signIn } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import { SignIn as SignInInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { RateLimits } from '../../platform/limits/rate-limits.js';
import { ourPages } from '../callers.js';
import { Guesses } from '../guesses.js';
import { hashPassword, isOutdated, isPassword } from '../passwords.js';
import { sourceOf } from '../request-source.js';
import { SecurityRecord } from '../security/security-record.js';
import { SignInNotice } from '../security/sign-in-notice.js';
import { newToken, tokenHash } from '../session-token.js';
import { Sessions, sessionLife, surplusSessions } from '../sessions.js';

/** Right sign-ins of one person, from however many browsers: each one opens a session, makes a browser known and leaves a record. */
const rightSignIns = { calls: 60, seconds: 900 };

interface Person {
  id: string;
  password: string | null;
  two_factor: boolean;
  /** Where they were last, or the first by name; null = belongs nowhere (any more). */
  tenant_id: string | null;
}

@Controller()
export class SignIn {
  constructor(
    private readonly db: Database,
    private readonly sessions: Sessions,
    private readonly guesses: Guesses,
    private readonly security: SecurityRecord,
    private readonly signIns: SignInNotice,
    private readonly limits: RateLimits,
  ) {}

  /** 401 `wrong-credentials` whether address, password or membership is missing. With an authenticator: half a session. */
  @Answers(signIn, { to: ourPages, limit: { calls: 60, seconds: 60 } })
  async handle(
    @Input() { email, password }: SignInInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    const [person] = await this.db.people<Person>(personOf, [email]);
    const counted = await this.guesses.count(this.guesses.ofPassword(reply.request, person?.id ?? email));
    const right = await isPassword(password, person?.password);
    const source = sourceOf(reply.request);
    if (person && !right) this.security.note({ ...failed, personId: person.id, source });
    if (!right || !person?.password || !person.tenant_id)
      throw new Refusal('wrong-credentials', 'The address or the password is wrong.');
    await this.guesses.giveBack(counted);
    this.limits.take('right-sign-in', [{ name: person.id, factor: 1 }], rightSignIns);
    const token = newToken();
    const stage = person.two_factor ? 'code-missing' : 'complete';
    await this.db.people(open, [
      tokenHash(token),
      person.id,
      person.tenant_id,
      stage,
      source.agent,
      sessionLife[stage],
      tokenHash(this.sessions.tokenOf(reply.request) ?? ''),
      isOutdated(person.password) ? await hashPassword(password) : person.password,
      person.password,
    ]);
    const session = await this.sessions.begin(reply, token);
    if (stage === 'complete')
      await this.signIns.record({ personId: person.id, tenantId: person.tenant_id, name: session.person.name }, source);
    return session;
  }
}

const failed = { kind: 'sign-in-failed', tenantId: null, actor: { kind: 'unknown', name: '' } } as const;

const personOf = {
  name: 'person-signing-in',
  text: `SELECT p.id, p.password, p.totp_secret IS NOT NULL AS two_factor, home_of(p.id) AS tenant_id
    FROM auth.person p WHERE lower(p.email) = lower($1)`,
};

/** Opens the session and ends the one this browser had, as well as what has expired or is one too many. A raised hash replaces only the one that was proven. */
const open = {
  name: 'open-session',
  text: `WITH ended AS (DELETE FROM auth.session WHERE token_hash = $7 OR (person_id = $2 AND expires_at < now())
      OR id IN (${surplusSessions('$2', '$4')})),
    rehashed AS (UPDATE auth.person SET password = $8 WHERE id = $2 AND password = $9 AND $8 <> $9),
    used AS (UPDATE auth.membership SET used_at = now() WHERE tenant_id = $3 AND person_id = $2 AND $4 = 'complete')
    INSERT INTO auth.session (token_hash, person_id, tenant_id, stage, agent, expires_at)
    VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 second') RETURNING id`,
};

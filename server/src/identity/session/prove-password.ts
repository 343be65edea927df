import { provePassword } from '@bookinda/contracts/identity/routes';
import { ProvePasswordInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Req } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { Authenticators } from '../authenticators.js';
import { type Staff, staff } from '../callers.js';
import { Guesses } from '../guesses.js';
import { isPassword } from '../passwords.js';
import { recoveryCodeHash } from '../recovery-codes.js';
import { type RequestSource, Source } from '../request-source.js';
import { RecoveryCodeUse } from '../security/recovery-code-use.js';
import { SecurityRecord } from '../security/security-record.js';

@Controller()
export class ProvePassword {
  constructor(
    private readonly db: Database,
    private readonly authenticators: Authenticators,
    private readonly guesses: Guesses,
    private readonly record: SecurityRecord,
    private readonly use: RecoveryCodeUse,
  ) {}

  /**
   * The password once more, and a code where an authenticator is set up (401 `code-required` without one): for ten
   * minutes this session may do what asks for it (`password-required`). After ten wrong passwords the session ends; a code
   * counts like one at sign-in, and only after the right password.
   */
  @Answers(provePassword, { to: staff(), status: 204 })
  async handle(
    @By() caller: Staff,
    @Input() { password, code }: ProvePasswordInput,
    @Req() request: DeskRequest,
    @Source() source: RequestSource,
  ): Promise<null> {
    const { personId, sessionId } = caller;
    const counted = await this.guesses.countOwnPassword(request, caller);
    try {
      const [person] = await this.db.people<Secrets>(secretsOf, [personId]);
      if (!(await isPassword(password, person?.password)))
        throw new Refusal('wrong-credentials', 'The password is wrong.');
      await this.guesses.giveBack(counted);
      if (!person?.totp_secret) await this.db.people(proven, [sessionId]);
      else await this.proveCode(caller, person.totp_secret, code, request, source);
    } catch (error) {
      if (error instanceof Refusal && !['code-required', 'too-many'].includes(error.code)) {
        const actor = { kind: 'staff', name: caller.name } as const;
        await this.record.write({ kind: 'proof-failed', personId, tenantId: null, actor, source });
      }
      throw error;
    }
    return null;
  }

  private async proveCode(
    caller: Staff,
    secret: Buffer,
    code: string | undefined,
    request: DeskRequest,
    source: RequestSource,
  ) {
    if (!code) throw new Refusal('code-required', 'Please enter a code of your authenticator app as well.');
    const { personId, sessionId } = caller;
    const counted = await this.guesses.count(this.guesses.ofCode(request, personId));
    const digits = code.replace(/\s/g, '');
    const ofApp = /^\d{6}$/.test(digits);
    const [done] = ofApp
      ? await this.db.people(provenByApp, [
          sessionId,
          personId,
          this.authenticators.stepOf(personId, secret, digits),
          secret,
        ])
      : await this.db.people(provenByRecoveryCode, [sessionId, personId, recoveryCodeHash(personId, code)]);
    if (!done) throw new Refusal('wrong-code', 'The code is wrong or was used already.');
    await this.guesses.giveBack(counted);
    if (!ofApp) await this.use.tell(caller, source);
  }
}

interface Secrets {
  password: string | null;
  totp_secret: Buffer | null;
}

const secretsOf = { name: 'secrets-of', text: 'SELECT password, totp_secret FROM auth.person WHERE id = $1' };
const proven = {
  name: 'prove-password',
  text: 'UPDATE auth.session SET proven_at = now() WHERE id = $1 RETURNING id',
};
/** Spending a code and raising the session are one statement, as at sign-in. */
const provenByApp = {
  name: 'prove-password-and-code',
  text: `WITH spent AS (
      UPDATE auth.person SET totp_last_step = $3 WHERE id = $2 AND totp_secret = $4 AND totp_last_step < $3 RETURNING id)
    UPDATE auth.session SET proven_at = now() WHERE id = $1 AND person_id = (SELECT id FROM spent) RETURNING id`,
};
const provenByRecoveryCode = {
  name: 'prove-password-and-recovery-code',
  text: `WITH spent AS (
      UPDATE auth.recovery_code SET used_at = now() WHERE person_id = $2 AND hash = $3 AND used_at IS NULL RETURNING person_id)
    UPDATE auth.session SET proven_at = now() WHERE id = $1 AND person_id = (SELECT person_id FROM spent) RETURNING id`,
};

import { confirmTwoFactor } from '@bookinda/contracts/identity/routes';
import type { RecoveryCodes } from '@bookinda/contracts/identity/session';
import { ConfirmCode } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Req } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { Authenticators } from '../authenticators.js';
import { type Staff, staff } from '../callers.js';
import { Guesses } from '../guesses.js';
import { renewRecoveryCodes } from '../recovery-codes.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { SecurityRecord } from '../security/security-record.js';
import { endOtherSessions } from '../sessions.js';

@Controller()
export class ConfirmTwoFactor {
  constructor(
    private readonly db: Database,
    private readonly authenticators: Authenticators,
    private readonly guesses: Guesses,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /**
   * The app's first code proves that it has the secret: from now on every sign-in asks for one. Gives ten recovery
   * codes, this once, and ends every other session of the person.
   */
  @Answers(confirmTwoFactor, { to: staff(), stepUp: true })
  async handle(
    @By() caller: Staff,
    @Input() { code }: ConfirmCode,
    @Req() request: DeskRequest,
    @Source() source: RequestSource,
  ): Promise<RecoveryCodes> {
    const { personId } = caller;
    const counted = await this.guesses.count(this.guesses.ofCode(request, personId));
    const [person] = await this.db.people<{ totp_pending: Buffer | null }>(pendingOf, [personId]);
    const step = this.authenticators.stepOf(personId, person?.totp_pending, code);
    const codes = await this.db.write({ ...caller, people: true }, async (tx) => {
      if (!(await tx.row(confirm, [personId, person?.totp_pending, step])))
        throw new Refusal('wrong-code', 'The code is wrong or was used already.');
      await endOtherSessions(tx, caller);
      const actor = { kind: 'staff', name: caller.name } as const;
      await this.record.enter(tx, { kind: 'authenticator-added', personId, tenantId: null, actor, source });
      await this.notices.mail(tx, caller, 'authenticator-added', source);
      return renewRecoveryCodes(tx, personId);
    });
    await this.guesses.giveBack(counted);
    return { codes };
  }
}

const pendingOf = { name: 'pending-authenticator-of', text: 'SELECT totp_pending FROM auth.person WHERE id = $1' };
const confirm = `UPDATE auth.person SET totp_secret = totp_pending, totp_pending = NULL, totp_last_step = $3
  WHERE id = $1 AND totp_pending = $2 AND totp_secret IS NULL RETURNING id`;

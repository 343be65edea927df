import { changePassword } from '@bookinda/contracts/identity/routes';
import { ChangePassword as ChangePasswordInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Req } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';
import { Guesses } from '../guesses.js';
import { PasswordCheck } from '../password-check.js';
import { hashPassword, isPassword } from '../passwords.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { SecurityRecord } from '../security/security-record.js';

@Controller()
export class ChangePassword {
  constructor(
    private readonly db: Database,
    private readonly guesses: Guesses,
    private readonly check: PasswordCheck,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /** Ends every other session of the person and the links of open resets. */
  @Answers(changePassword, { to: staff(), status: 204 })
  async handle(
    @By() caller: Staff,
    @Input() { current, password }: ChangePasswordInput,
    @Req() request: DeskRequest,
    @Source() source: RequestSource,
  ): Promise<null> {
    const { personId } = caller;
    const actor = { kind: 'staff', name: caller.name } as const;
    const counted = await this.guesses.countOwnPassword(request, caller);
    const [person] = await this.db.people<{ password: string | null }>(passwordOf, [caller.personId]);
    const right = await isPassword(current, person?.password);
    if (right) await this.check.refuse(personId, password);
    const [changed] = right
      ? await this.db.people(change, [
          caller.personId,
          await hashPassword(password),
          person?.password,
          caller.sessionId,
        ])
      : [];
    if (!changed) {
      await this.record.write({ kind: 'proof-failed', personId, tenantId: null, actor, source });
      throw new Refusal('wrong-credentials', 'The current password is wrong.');
    }
    await this.guesses.giveBack(counted);
    await this.db.write({ tenantId: caller.tenantId, people: true }, async (tx) => {
      await this.record.enter(tx, { kind: 'password-changed', personId, tenantId: null, actor, source });
      await this.notices.mail(tx, caller, 'password-changed', source);
    });
    return null;
  }
}

const passwordOf = { name: 'password-of', text: 'SELECT password FROM auth.person WHERE id = $1' };
const change = {
  name: 'change-password',
  text: `WITH changed AS (UPDATE auth.person SET password = $2 WHERE id = $1 AND password = $3 RETURNING id),
    ended AS (DELETE FROM auth.session WHERE person_id = (SELECT id FROM changed) AND id <> $4),
    closed AS (UPDATE auth.link SET used_at = now() WHERE person_id = (SELECT id FROM changed) AND purpose = 'reset-password' AND used_at IS NULL)
    SELECT id FROM changed`,
};

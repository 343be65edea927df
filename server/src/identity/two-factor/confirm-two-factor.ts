import { confirmTwoFactor } from '@bookinda/contracts/identity/routes';
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

@Controller()
export class ConfirmTwoFactor {
  constructor(
    private readonly db: Database,
    private readonly authenticators: Authenticators,
    private readonly guesses: Guesses,
  ) {}

  /** The app's first code proves that it has the secret: from now on every sign-in asks for one. */
  @Answers(confirmTwoFactor, { to: staff(), status: 204 })
  async handle(@By() { personId }: Staff, @Input() { code }: ConfirmCode, @Req() request: DeskRequest): Promise<null> {
    const counted = await this.guesses.count(this.guesses.ofCode(request, personId));
    const [person] = await this.db.lookUp<{ totp_pending: Buffer | null }>(pendingOf, [personId]);
    const step = this.authenticators.stepOf(personId, person?.totp_pending, code);
    const [confirmed] = await this.db.lookUp(confirm, [personId, person?.totp_pending, step]);
    if (!confirmed) throw new Refusal('wrong-code', 'The code is wrong or was used already.');
    await this.guesses.giveBack(counted);
    return null;
  }
}

const pendingOf = { name: 'pending-authenticator-of', text: 'SELECT totp_pending FROM auth.person WHERE id = $1' };
const confirm = {
  name: 'confirm-two-factor',
  text: `UPDATE auth.person SET totp_secret = totp_pending, totp_pending = NULL, totp_last_step = $3
    WHERE id = $1 AND totp_pending = $2 AND totp_secret IS NULL RETURNING id`,
};

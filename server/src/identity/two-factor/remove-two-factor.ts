import { removeTwoFactor } from '@bookinda/contracts/identity/routes';
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
export class RemoveTwoFactor {
  constructor(
    private readonly db: Database,
    private readonly authenticators: Authenticators,
    private readonly guesses: Guesses,
  ) {}

  /** An open screen is not enough to take the second lock off: the app's current code is. */
  @Answers(removeTwoFactor, { to: staff(), status: 204 })
  async handle(@By() { personId }: Staff, @Input() { code }: ConfirmCode, @Req() request: DeskRequest): Promise<null> {
    const counted = await this.guesses.count(this.guesses.ofCode(request, personId));
    const [person] = await this.db.lookUp<{ totp_secret: Buffer | null }>(secretOf, [personId]);
    const step = this.authenticators.stepOf(personId, person?.totp_secret, code);
    const [removed] = await this.db.lookUp(remove, [personId, person?.totp_secret, step]);
    if (!removed) throw new Refusal('wrong-code', 'The code is wrong or was used already.');
    await this.guesses.giveBack(counted);
    return null;
  }
}

const secretOf = { name: 'authenticator-of', text: 'SELECT totp_secret FROM auth.person WHERE id = $1' };
const remove = {
  name: 'remove-two-factor',
  text: `UPDATE auth.person SET totp_secret = NULL, totp_pending = NULL, totp_last_step = $3
    WHERE id = $1 AND totp_secret = $2 AND totp_last_step < $3 RETURNING id`,
};

import { setUpTwoFactor } from '@bookinda/contracts/identity/routes';
import type { TwoFactorSetup } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { Authenticators } from '../authenticators.js';
import { type Staff, staff } from '../callers.js';

@Controller()
export class SetUpTwoFactor {
  constructor(
    private readonly db: Database,
    private readonly authenticators: Authenticators,
  ) {}

  /** Gives a secret for the app; nothing counts until confirm-two-factor. One that is in use must be removed first (403). */
  @Answers(setUpTwoFactor, { to: staff(), stepUp: true, limit: { calls: 20, seconds: 3600 } })
  async handle(@By() caller: Staff): Promise<TwoFactorSetup> {
    const { kept, ...setup } = this.authenticators.enrol(caller);
    const [pending] = await this.db.people(begin, [caller.personId, kept]);
    if (!pending) throw new Refusal('not-allowed', 'An authenticator is in use. Remove it first.');
    return setup;
  }
}

const begin = {
  name: 'set-up-two-factor',
  text: 'UPDATE auth.person SET totp_pending = $2 WHERE id = $1 AND totp_secret IS NULL RETURNING id',
};

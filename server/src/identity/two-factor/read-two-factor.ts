import { readTwoFactor } from '@bookinda/contracts/identity/routes';
import type { TwoFactorState } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';
import { recoveryCodesLeft } from '../recovery-codes.js';

@Controller()
export class ReadTwoFactor {
  constructor(private readonly db: Database) {}

  /** The person's own second factor. */
  @Answers(readTwoFactor, { to: staff() })
  async handle(@By() { personId, twoFactor }: Staff): Promise<TwoFactorState> {
    const [row] = await this.db.people<{ left: number }>(recoveryCodesLeft, [personId]);
    return { on: twoFactor, recoveryCodesLeft: row?.left ?? 0 };
  }
}

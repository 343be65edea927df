import { readChallenge } from '@bookinda/contracts/support/routes';
import type { Challenge } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Visitor, visitors } from '../../identity/callers.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { ProofOfWork } from './proof-of-work.js';

/** The work a visitor's browser does while the form is filled in. */
@Controller()
export class ReadChallenge {
  constructor(private readonly proofs: ProofOfWork) {}

  @Answers(readChallenge, { to: visitors, limit: { calls: 60, seconds: 60 } })
  handle(@By() caller: Visitor): Challenge {
    return this.proofs.challenge(caller);
  }
}

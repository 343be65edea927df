import { checkProof } from '@bookinda/contracts/identity/routes';
import { Controller } from '@nestjs/common';
import { Answers } from '../../platform/http/answers.js';
import { staff } from '../callers.js';

@Controller()
export class CheckProof {
  /** 204 where this session may do what asks for the password again, else 403 `password-required`. */
  @Answers(checkProof, { to: staff(), stepUp: true, status: 204 })
  handle(): null {
    return null;
  }
}

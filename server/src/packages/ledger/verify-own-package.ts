import type { Verification } from '@bookinda/contracts/packages/package';
import { verifyOwnPackage } from '@bookinda/contracts/packages/routes';
import { VerifyPackage as VerifyPackageInput } from '@bookinda/contracts/packages/verify-package.dto';
import { Controller } from '@nestjs/common';
import { type Customer, customers } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { verificationOf } from './verification.js';

/** PK-22: the customer asks with the check code of a mail she kept. */
@Controller()
export class VerifyOwnPackage {
  constructor(private readonly db: Database) {}

  @Answers(verifyOwnPackage, { to: customers })
  handle(@By() caller: Customer, @Id('id') id: string, @Input() { head }: VerifyPackageInput): Promise<Verification> {
    return verificationOf(this.db, caller, id, head);
  }
}

import type { Verification } from '@bookinda/contracts/packages/package';
import { verifyPackage } from '@bookinda/contracts/packages/routes';
import { VerifyPackage as VerifyPackageInput } from '@bookinda/contracts/packages/verify-package.dto';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { verificationOf } from './verification.js';

/** PK-22: finds a cut or edited history, and where a kept check code belongs. */
@Controller()
export class VerifyPackage {
  constructor(private readonly db: Database) {}

  @Answers(verifyPackage, { to: staff(redeemers, 'packages:read') })
  handle(@By() caller: DeskCaller, @Id('id') id: string, @Input() { head }: VerifyPackageInput): Promise<Verification> {
    return verificationOf(this.db, { tenantId: caller.tenantId }, id, head);
  }
}

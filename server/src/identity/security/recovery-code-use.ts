import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Staff } from '../callers.js';
import { recoveryCodesLeft } from '../recovery-codes.js';
import type { RequestSource } from '../request-source.js';
import { SecurityNotices } from './security-notices.js';
import { SecurityRecord } from './security-record.js';

/** Writes down that a recovery code was used and mails the person how many are left. */
@Injectable()
export class RecoveryCodeUse {
  constructor(
    private readonly db: Database,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  async tell(caller: Staff, source: RequestSource): Promise<void> {
    const { personId, name } = caller;
    await this.db.write({ tenantId: caller.tenantId, people: true }, async (tx) => {
      const row = await tx.row<{ left: number }>(recoveryCodesLeft.text, [personId]);
      const actor = { kind: 'staff', name } as const;
      await this.record.enter(tx, { kind: 'recovery-code-used', personId, tenantId: null, actor, source });
      await this.notices.mail(tx, caller, 'recovery-code-used', source, { left: row?.left ?? 0 });
    });
  }
}

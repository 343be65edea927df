import { randomBytes } from 'node:crypto';
import { CreateSiteKey as CreateSiteKeyInput } from '@bookinda/contracts/identity/keys.dto';
import { createSiteKey } from '@bookinda/contracts/identity/routes';
import type { SiteKey } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { actorOf } from '../actor.js';
import { managers, type Staff, staff } from '../callers.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { byItself, SecurityRecord } from '../security/security-record.js';
import { browserOrigins, originsOf, type SiteKeyRow, siteKeyColumns, siteKeyView } from './site-key-row.js';

@Controller()
export class CreateSiteKey {
  constructor(
    private readonly db: Database,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /** WX-03 A key for pages on the named origins; it is public by nature. The owners get a mail. */
  @Answers(createSiteKey, {
    to: staff(managers),
    stepUp: true,
    retry: 'optional',
    status: 201,
    limit: { calls: 60, seconds: 3600 },
  })
  handle(
    @By() caller: Staff,
    @Input() { name, origins }: CreateSiteKeyInput,
    @Retry() retry: RetryKey | null,
    @Source() source: RequestSource,
  ): Promise<SiteKey> {
    const allowed = browserOrigins(origins);
    return writeOnce(this.db, { ...caller, people: true }, retry, async (tx) => {
      const row = await tx.row<SiteKeyRow>(
        `INSERT INTO site_key (tenant_id, key, name, origins) VALUES ($1, $2, $3, $4) RETURNING ${siteKeyColumns}`,
        [caller.tenantId, `pk_${randomBytes(18).toString('base64url')}`, name, allowed],
      );
      await recordEvent(tx, caller, {
        kind: 'site-key-created',
        actor: actorOf(caller),
        public: false,
        data: { key: row?.id, name, origins: allowed },
      });
      await this.record.enter(tx, { kind: 'site-key-created', ...byItself(caller), source, about: name });
      await this.notices.mailOwners(tx, caller, 'site-key-origins', source, originsOf(name, allowed));
      return siteKeyView(found(row));
    });
  }
}

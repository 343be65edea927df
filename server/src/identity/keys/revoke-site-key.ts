import { revokeSiteKey } from '@bookinda/contracts/identity/routes';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { actorOf } from '../actor.js';
import { managers, type Staff, staff } from '../callers.js';
import { type RequestSource, Source } from '../request-source.js';
import { byItself, SecurityRecord } from '../security/security-record.js';
import { SiteKeys } from '../site-keys.js';

@Controller()
export class RevokeSiteKey {
  constructor(
    private readonly db: Database,
    private readonly siteKeys: SiteKeys,
    private readonly record: SecurityRecord,
  ) {}

  /** WX-03 No page may use it any more: at once here, within seconds on other instances. Twice is once. */
  @Answers(revokeSiteKey, { to: staff(managers), stepUp: true, status: 204 })
  async handle(@By() caller: Staff, @Id('id') id: string, @Source() source: RequestSource): Promise<null> {
    await this.db.write({ ...caller, people: true }, async (tx) => {
      const key = found(
        await tx.row<{ name: string; revoked_at: Date | null }>(
          'SELECT name, revoked_at FROM site_key WHERE tenant_id = $1 AND id = $2 FOR UPDATE',
          [caller.tenantId, id],
        ),
      );
      if (key.revoked_at) return;
      await tx.rows('UPDATE site_key SET revoked_at = now() WHERE tenant_id = $1 AND id = $2', [caller.tenantId, id]);
      await recordEvent(tx, caller, {
        kind: 'site-key-revoked',
        actor: actorOf(caller),
        public: false,
        data: { key: id, name: key.name },
      });
      await this.record.enter(tx, { kind: 'site-key-revoked', ...byItself(caller), source, about: key.name });
    });
    this.siteKeys.forget();
    return null;
  }
}

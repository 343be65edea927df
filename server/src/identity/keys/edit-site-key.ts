import { EditSiteKey as EditSiteKeyInput } from '@bookinda/contracts/identity/keys.dto';
import { editSiteKey } from '@bookinda/contracts/identity/routes';
import type { SiteKey } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { actorOf } from '../actor.js';
import { managers, type Staff, staff } from '../callers.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { byItself, SecurityRecord } from '../security/security-record.js';
import { SiteKeys } from '../site-keys.js';
import { browserOrigins, originsOf, type SiteKeyRow, siteKeyColumns, siteKeyView } from './site-key-row.js';

@Controller()
export class EditSiteKey {
  constructor(
    private readonly db: Database,
    private readonly siteKeys: SiteKeys,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /**
   * WX-03 Name and origins; what is left out stays. Counts at once here, within seconds on other instances. A revoked key is 404.
   * The owners get a mail when the origins change.
   */
  @Answers(editSiteKey, { to: staff(managers), stepUp: true })
  async handle(
    @By() caller: Staff,
    @Id('id') id: string,
    @Input() { name, origins }: EditSiteKeyInput,
    @Source() source: RequestSource,
  ): Promise<SiteKey> {
    const allowed = origins ? browserOrigins(origins) : null;
    const view = await this.db.write({ ...caller, people: true }, async (tx) => {
      const before = found(
        await tx.row<SiteKeyRow>(
          `SELECT ${siteKeyColumns} FROM site_key WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL FOR UPDATE`,
          [caller.tenantId, id],
        ),
      );
      const after = found(
        await tx.row<SiteKeyRow>(
          `UPDATE site_key SET name = coalesce($3, name), origins = coalesce($4, origins) WHERE tenant_id = $1 AND id = $2 RETURNING ${siteKeyColumns}`,
          [caller.tenantId, id, name ?? null, allowed],
        ),
      );
      const change = { field: 'origins', from: before.origins.join(' '), to: after.origins.join(' ') };
      await recordEvent(tx, caller, {
        kind: 'site-key-edited',
        actor: actorOf(caller),
        public: false,
        data: { key: id, name: after.name, change },
      });
      await this.record.enter(tx, { kind: 'site-key-edited', ...byItself(caller), source, about: after.name });
      if (change.from !== change.to)
        await this.notices.mailOwners(tx, caller, 'site-key-origins', source, originsOf(after.name, after.origins));
      return siteKeyView(after);
    });
    this.siteKeys.forget();
    return view;
  }
}

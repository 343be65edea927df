import { listSiteKeys } from '@bookinda/contracts/identity/routes';
import type { SiteKey } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { managers, type Staff, staff } from '../callers.js';
import { type SiteKeyRow, siteKeyColumns, siteKeyView } from './site-key-row.js';

@Controller()
export class ListSiteKeys {
  constructor(private readonly db: Database) {}

  /** WX-03 Publishable keys, those in use first. */
  @Answers(listSiteKeys, { to: staff(managers), limit: listLimit })
  async handle(@By() caller: Staff): Promise<{ items: SiteKey[] }> {
    const rows = await this.db.statement<SiteKeyRow>(caller, siteKeys, [caller.tenantId]);
    return { items: rows.map(siteKeyView) };
  }
}

const siteKeys = {
  name: 'list-site-keys',
  text: `SELECT ${siteKeyColumns} FROM site_key WHERE tenant_id = $1 ORDER BY revoked_at IS NOT NULL, created_at, id`,
};

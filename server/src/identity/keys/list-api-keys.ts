import { listApiKeys } from '@bookinda/contracts/identity/routes';
import type { ApiKey } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { managers, type Staff, staff } from '../callers.js';
import { type ApiKeyRow, apiKeyColumns, apiKeyView } from './api-key-row.js';

@Controller()
export class ListApiKeys {
  constructor(private readonly db: Database) {}

  /** Keys of integrations, those in use first; never their secrets. */
  @Answers(listApiKeys, { to: staff(managers), limit: listLimit })
  async handle(@By() caller: Staff): Promise<{ items: ApiKey[] }> {
    const rows = await this.db.statement<ApiKeyRow>(caller, apiKeys, [caller.tenantId]);
    return { items: rows.map(apiKeyView) };
  }
}

const apiKeys = {
  name: 'list-api-keys',
  text: `SELECT ${apiKeyColumns} FROM api_key WHERE tenant_id = $1 ORDER BY revoked_at IS NOT NULL, created_at, id`,
};

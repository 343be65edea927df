import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { ApiKey } from './callers.js';
import { Remembered } from './remembered.js';
import { tokenHash } from './session-token.js';

/** `last_used_at` is at most so old: it tells which keys are still in use, not when. */
const usedEveryMs = 3_600_000;

interface ApiKeyRow {
  tenant_id: string;
  id: string;
  name: string;
  scopes: ApiKey['scopes'];
  last_used_at: Date | null;
}

/** Secret keys of integrations: one statement per request, so that a revoked key ends at once. */
@Injectable()
export class ApiKeys {
  private readonly logger = new Logger('api-keys');
  private readonly remembered = new Remembered<ApiKeyRow>();

  constructor(private readonly db: Database) {}

  /** Undefined for a key that is unknown or revoked. */
  async callerOf(key: string, address: string): Promise<ApiKey | undefined> {
    const hash = tokenHash(key);
    const [row] = await this.db.lookUp<ApiKeyRow>(apiKeyOf, [hash]);
    if (!row) return undefined;
    this.remembered.set(hash, row);
    if (Date.now() - (row.last_used_at?.getTime() ?? 0) > usedEveryMs) this.touch(row);
    return callerOf(row, address);
  }

  /** The same from memory where it is known, to be proven by the first statement. */
  async rememberedCallerOf(key: string, address: string): Promise<ApiKey | undefined> {
    const hash = tokenHash(key);
    const row = this.remembered.get(hash);
    if (!row) return this.callerOf(key, address);
    return {
      ...callerOf(row, address),
      proof: {
        enter: enterWithKey,
        values: [hash, row.id, `{${row.scopes.join()}}`],
        refuted: () =>
          this.remembered.refuted(hash, 'key-unknown', async () => Boolean(await this.callerOf(key, address))),
      },
    };
  }

  /** Beside the request, not in it: losing one costs nothing. */
  private touch({ tenant_id: tenantId, id }: ApiKeyRow): void {
    this.db.statement({ tenantId }, touch, [tenantId, id]).catch((error: unknown) => this.logger.debug(String(error)));
  }
}

const apiKeyOf = { name: 'api-key-of', text: 'SELECT tenant_id, id, name, scopes, last_used_at FROM api_key_of($1)' };
const enterWithKey = {
  name: 'enter-with-key',
  text: 'SELECT enter_scope_with_key($1, $2, $3, $4, $5) AS tenant',
};
const touch = {
  name: 'touch-api-key',
  text: `UPDATE api_key SET last_used_at = now() WHERE tenant_id = $1 AND id = $2
    AND (last_used_at IS NULL OR last_used_at < now() - interval '1 hour')`,
};

function callerOf(row: ApiKeyRow, address: string): ApiKey {
  return { kind: 'api-key', tenantId: row.tenant_id, keyId: row.id, name: row.name, scopes: row.scopes, address };
}

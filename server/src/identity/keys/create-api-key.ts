import { CreateApiKey as CreateApiKeyInput } from '@bookinda/contracts/identity/keys.dto';
import { createApiKey } from '@bookinda/contracts/identity/routes';
import type { NewApiKey } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { actorOf } from '../actor.js';
import { managers, type Staff, staff } from '../callers.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { byItself, SecurityRecord } from '../security/security-record.js';
import { newToken, tokenHash } from '../session-token.js';
import { type ApiKeyRow, apiKeyColumns, apiKeyView } from './api-key-row.js';

@Controller()
export class CreateApiKey {
  constructor(
    private readonly db: Database,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /** The secret is shown this once. Not repeatable by Idempotency-Key: a kept answer would be a kept secret. */
  @Answers(createApiKey, { to: staff(managers), stepUp: true, status: 201, limit: { calls: 60, seconds: 3600 } })
  handle(
    @By() caller: Staff,
    @Input() { name, scopes }: CreateApiKeyInput,
    @Source() source: RequestSource,
  ): Promise<NewApiKey> {
    const secret = `sk_${newToken()}`;
    const granted = [...new Set(scopes)];
    return this.db.write({ ...caller, people: true }, async (tx) => {
      const row = await tx.row<ApiKeyRow>(`SELECT ${apiKeyColumns} FROM create_api_key($1, $2, $3, $4, $5)`, [
        caller.sessionId,
        tokenHash(secret),
        secret.slice(0, 7),
        name,
        granted,
      ]);
      // The session ended, or its proof grew old, since the request came in.
      if (!row) throw new Refusal('password-required');
      await recordEvent(tx, caller, {
        kind: 'api-key-created',
        actor: actorOf(caller),
        public: false,
        data: { key: row.id, name, scopes: granted },
      });
      await this.record.enter(tx, { kind: 'api-key-created', ...byItself(caller), source, about: name });
      await this.notices.mailOwners(tx, caller, 'api-key-created', source, name);
      return { ...apiKeyView(row), secret };
    });
  }
}

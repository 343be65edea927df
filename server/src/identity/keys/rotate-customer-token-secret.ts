import { rotateCustomerTokenSecret } from '@bookinda/contracts/identity/routes';
import type { CustomerTokenSecret } from '@bookinda/contracts/identity/session';
import { Controller, Inject } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { actorOf } from '../actor.js';
import { managers, type Staff, staff } from '../callers.js';
import { enterSecret, newSecretRow } from '../customer-token-secrets.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { byItself, SecurityRecord } from '../security/security-record.js';
import { newToken } from '../session-token.js';

@Controller()
export class RotateCustomerTokenSecret {
  constructor(
    private readonly db: Database,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * WX-03 A new secret for the host's server, shown this once. The one before still proves tokens for 15 minutes, which
   * is a token's longest life and the time the host has to change over (see customer-tokens.ts). Not repeatable by
   * Idempotency-Key: a kept answer would be a kept secret.
   */
  @Answers(rotateCustomerTokenSecret, {
    to: staff(managers),
    stepUp: true,
    status: 201,
    limit: { calls: 10, seconds: 3600 },
  })
  handle(@By() caller: Staff, @Source() source: RequestSource): Promise<CustomerTokenSecret> {
    const secret = newToken();
    const [id, sealed] = newSecretRow(this.config.keys, secret);
    return this.db.write({ ...caller, people: true }, async (tx) => {
      // Two rotations at once: one after the other, so that one secret is left.
      await tx.rows('SELECT FROM tenant WHERE id = $1 FOR NO KEY UPDATE', [caller.tenantId]);
      await tx.rows('UPDATE customer_token_secret SET retired_at = now() WHERE tenant_id = $1 AND retired_at IS NULL', [
        caller.tenantId,
      ]);
      await tx.rows(enterSecret, [caller.tenantId, id, sealed]);
      await recordEvent(tx, caller, {
        kind: 'customer-token-secret-rotated',
        actor: actorOf(caller),
        public: false,
        data: { secret: id },
      });
      await this.record.enter(tx, { kind: 'secret-rotated', ...byItself(caller), source });
      await this.notices.mailOwners(tx, caller, 'secret-rotated', source);
      return { id, secret };
    });
  }
}

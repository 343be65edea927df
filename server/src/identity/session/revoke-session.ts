import { revokeSession } from '@bookinda/contracts/identity/routes';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityRecord } from '../security/security-record.js';
import { Sessions } from '../sessions.js';

@Controller()
export class RevokeSession {
  constructor(
    private readonly db: Database,
    private readonly sessions: Sessions,
    private readonly security: SecurityRecord,
  ) {}

  /** Ends one of the person's own sessions at once. */
  @Answers(revokeSession, { to: staff(), status: 204 })
  async handle(
    @By() caller: Staff,
    @Id('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Source() source: RequestSource,
  ): Promise<null> {
    const [ended] = await this.db.people(revoke, [id, caller.personId]);
    found(ended);
    const { personId, name } = caller;
    const actor = { kind: 'staff', name } as const;
    await this.security.write({ kind: 'session-ended', personId, tenantId: null, actor, source });
    if (id === caller.sessionId) this.sessions.forget(reply);
    return null;
  }
}

const revoke = {
  name: 'revoke-session',
  text: 'DELETE FROM auth.session WHERE id = $1 AND person_id = $2 RETURNING id',
};

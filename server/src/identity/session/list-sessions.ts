import { listSessions } from '@bookinda/contracts/identity/routes';
import type { OpenSession } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';

@Controller()
export class ListSessions {
  constructor(private readonly db: Database) {}

  /** The person's own, at whichever tenant, last seen first. */
  @Answers(listSessions, { to: staff(), limit: listLimit })
  async handle(@By() caller: Staff): Promise<{ items: OpenSession[] }> {
    const rows = await this.db.people<{ id: string; created_at: Date; seen_at: Date; agent: string }>(sessionsOf, [
      caller.personId,
    ]);
    return {
      items: rows.map(({ id, created_at, seen_at, agent }) => ({
        id,
        current: id === caller.sessionId,
        createdAt: created_at.toISOString(),
        seenAt: seen_at.toISOString(),
        agent,
      })),
    };
  }
}

const sessionsOf = {
  name: 'sessions-of',
  text: `SELECT id, created_at, seen_at, agent FROM auth.session
    WHERE person_id = $1 AND stage = 'complete' AND expires_at > now() ORDER BY seen_at DESC, id DESC LIMIT 100`,
};

import { signOut } from '@bookinda/contracts/identity/routes';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { anySession, type Staff } from '../callers.js';
import { Sessions } from '../sessions.js';

@Controller()
export class SignOut {
  constructor(
    private readonly db: Database,
    private readonly sessions: Sessions,
  ) {}

  @Answers(signOut, { to: anySession, status: 204, anyTenant: true })
  async handle(@By() caller: Staff, @Res({ passthrough: true }) reply: FastifyReply): Promise<null> {
    await this.db.people({ name: 'end-session', text: 'DELETE FROM auth.session WHERE id = $1' }, [caller.sessionId]);
    this.sessions.forget(reply);
    return null;
  }
}

import { switchTenant } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import { SwitchTenant as SwitchTenantInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';
import { type RequestSource, Source } from '../request-source.js';
import { SignInNotice } from '../security/sign-in-notice.js';
import { Sessions } from '../sessions.js';

@Controller()
export class SwitchTenant {
  constructor(
    private readonly sessions: Sessions,
    private readonly signIns: SignInNotice,
  ) {}

  /** To a tenant the person belongs to, with the role they have there; any other is 404. */
  @Answers(switchTenant, { to: staff(), anyTenant: true })
  async handle(
    @By() caller: Staff,
    @Input() { tenant }: SwitchTenantInput,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Source() source: RequestSource,
  ): Promise<Session> {
    const session = found(await this.sessions.renew(reply, change, [tenant, caller.personId]));
    await this.signIns.record({ personId: caller.personId, tenantId: session.tenant.id, name: caller.name }, source);
    return session;
  }
}

const change = {
  name: 'switch-tenant',
  text: `WITH used AS (
      UPDATE auth.membership SET used_at = now() WHERE tenant_id = $3 AND person_id = $4 AND state = 'active' RETURNING tenant_id)
    UPDATE auth.session SET token_hash = $2, tenant_id = $3 WHERE token_hash = $1 AND person_id = $4 AND EXISTS (SELECT FROM used) RETURNING id`,
};

import { listMembers } from '@bookinda/contracts/identity/routes';
import type { Member } from '@bookinda/contracts/identity/session';
import { Controller } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { By } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';

@Controller()
export class ListMembers {
  constructor(private readonly db: Database) {}

  /** Colleagues by name: tickets are assigned to them, sessions redeemed by them. */
  @Answers(listMembers, { to: staff(), limit: listLimit })
  async handle(@By() caller: Staff): Promise<{ items: Member[] }> {
    return { items: await this.db.statement<Member>(caller, members, [caller.tenantId]) };
  }
}

const members = {
  name: 'list-members',
  text: `SELECT CASE WHEN p.state = 'invited' THEN p.invitation_id ELSE p.id END AS id, CASE WHEN p.state = 'invited' THEN coalesce(p.invited_name, p.email) ELSE p.name END AS name, p.email, p.role, p.state
    FROM colleague p
    WHERE p.tenant_id = $1 AND p.state IN ('active', 'invited') ORDER BY 2, 1`,
};

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
  async handle(@By() { tenantId }: Staff): Promise<{ items: Member[] }> {
    return { items: await this.db.lookUp<Member>(members, [tenantId]) };
  }
}

const members = {
  name: 'list-members',
  text: `SELECT CASE WHEN m.state = 'invited' THEN m.invitation_id ELSE p.id END AS id, CASE WHEN m.state = 'invited' THEN coalesce(m.invited_name, p.email) ELSE p.name END AS name, p.email, m.role, m.state
    FROM auth.membership m JOIN auth.person p ON p.id = m.person_id
    WHERE m.tenant_id = $1 AND m.state IN ('active', 'invited') ORDER BY 2, 1`,
};

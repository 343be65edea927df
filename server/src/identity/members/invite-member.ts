import { InviteMember as InviteMemberInput } from '@bookinda/contracts/identity/invite-member.dto';
import { inviteMember } from '@bookinda/contracts/identity/routes';
import type { Member, Role } from '@bookinda/contracts/identity/session';
import { Controller, Inject } from '@nestjs/common';
import { Post } from '../../notifications/mail/post.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { actorOf } from '../actor.js';
import { managers, type Staff, staff } from '../callers.js';
import { invitationMail } from '../messages/invitation-mail.js';
import type { SecurityNotice } from '../messages/security-mail.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { byItself, SecurityRecord } from '../security/security-record.js';
import { newToken, tokenHash } from '../session-token.js';

/** Who may decide about members and keys: the owners hear of it. */
const noticeToOwners: Partial<Record<Role, SecurityNotice>> = { OWNER: 'owner-invited', MANAGER: 'manager-invited' };

interface Person {
  id: string;
  email: string;
  language: string;
}

@Controller()
export class InviteMember {
  constructor(
    private readonly db: Database,
    private readonly post: Post,
    private readonly security: SecurityRecord,
    private readonly notices: SecurityNotices,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * PK-20 An owner invites anybody, a manager anybody but owners. Inviting again sends a new link and ends the old one;
   * a member is refused (409 `address-taken`). Whether somebody else knows the address already cannot be seen. The owners get a
   * mail when an owner or a manager is invited.
   */
  @Answers(inviteMember, {
    to: staff(managers),
    stepUp: true,
    retry: 'optional',
    status: 201,
    limit: { calls: 60, seconds: 3600 },
  })
  handle(
    @By() caller: Staff,
    @Input() input: InviteMemberInput,
    @Retry() retry: RetryKey | null,
    @Source() source: RequestSource,
  ): Promise<Member> {
    if (input.role === 'OWNER' && caller.role !== 'OWNER')
      throw new Refusal('not-allowed', 'Only an owner can invite an owner.');
    return writeOnce(this.db, { ...caller, people: true }, retry, async (tx) => {
      const person = await personOf(tx, caller, input);
      const invitation = await invite(tx, caller, person, input);
      await this.sendLink(tx, caller, person, input);
      await recordEvent(tx, caller, {
        kind: 'member-invited',
        actor: actorOf(caller),
        public: false,
        data: { invitation, name: input.name, role: input.role },
      });
      const about = `${person.email} · ${input.role}`;
      await this.security.enter(tx, { kind: 'member-invited', ...byItself(caller), source, about });
      const notice = noticeToOwners[input.role];
      if (notice) await this.notices.mailOwners(tx, caller, notice, source, `${input.name} <${person.email}>`);
      return { id: invitation, name: input.name, email: person.email, role: input.role, state: 'invited' };
    });
  }

  private async sendLink(tx: Tx, caller: Staff, person: Person, { name, role }: InviteMemberInput): Promise<void> {
    const token = newToken();
    await tx.rows(
      `UPDATE auth.link SET used_at = now() WHERE person_id = $1 AND tenant_id = $2 AND purpose = 'accept-invitation' AND used_at IS NULL`,
      [person.id, caller.tenantId],
    );
    await tx.rows(
      `INSERT INTO auth.link (token_hash, purpose, person_id, tenant_id, expires_at) VALUES ($1, 'accept-invitation', $2, $3, now() + interval '7 days')`,
      [tokenHash(token), person.id, caller.tenantId],
    );
    const url = `${this.config.publicUrl}/manager/invitation#${token}`;
    const mail = invitationMail(person.language, { name, inviter: caller.name, tenant: caller.tenant.name, role, url });
    await this.post.mail(tx, {
      tenantId: caller.tenantId,
      message: 'invitation',
      to: { address: person.email, name },
      ...mail,
    });
  }
}

/** Whoever has the address, or a new person without a password. Two invitations at once meet in one row. */
async function personOf(tx: Tx, caller: Staff, { email, name }: InviteMemberInput): Promise<Person> {
  const person = await tx.row<Person>(
    `INSERT INTO auth.person (email, name, language) VALUES (lower($1), $2, $3)
     ON CONFLICT (lower(email)) DO UPDATE SET email = auth.person.email RETURNING id, email, language`,
    [email, name, caller.tenant.language],
  );
  if (!person) throw new Error('An invited person was neither found nor made.');
  return person;
}

/** The invitation's id: the person's own would tell by its time whether the address has an account. */
async function invite(tx: Tx, caller: Staff, person: Person, { name, role }: InviteMemberInput): Promise<string> {
  const before = await tx.row<{ state: string; role: Role }>(
    'SELECT state, role FROM auth.membership WHERE tenant_id = $1 AND person_id = $2 FOR UPDATE',
    [caller.tenantId, person.id],
  );
  if (before?.state === 'invited' && before.role === 'OWNER' && caller.role !== 'OWNER')
    throw new Refusal('not-allowed', 'An owner invited them as owner.');
  const invited = await tx.row<{ invitation_id: string }>(
    `INSERT INTO auth.membership (tenant_id, person_id, role, state, invited_name) VALUES ($1, $2, $3, 'invited', $4)
     ON CONFLICT (tenant_id, person_id) DO UPDATE SET role = excluded.role, state = 'invited', invited_name = excluded.invited_name
     WHERE membership.state <> 'active' RETURNING invitation_id`,
    [caller.tenantId, person.id, role, name],
  );
  if (!invited) throw new Refusal('address-taken', 'They are a member already.');
  return invited.invitation_id;
}

import { AcceptInvitation as AcceptInvitationInput } from '@bookinda/contracts/identity/invite-member.dto';
import { acceptInvitation } from '@bookinda/contracts/identity/routes';
import type { Role } from '@bookinda/contracts/identity/session';
import { Controller, Req } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import type { DeskRequest } from '../../platform/http/request.js';
import { ourPages } from '../callers.js';
import { addressGuesses, type Counted, Guesses } from '../guesses.js';
import { PasswordCheck } from '../password-check.js';
import { hashPassword, isPassword } from '../passwords.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityRecord } from '../security/security-record.js';
import { tokenHash } from '../session-token.js';

interface Invited {
  person_id: string;
  tenant_id: string;
  email: string;
  password: string | null;
}

@Controller()
export class AcceptInvitation {
  constructor(
    private readonly db: Database,
    private readonly guesses: Guesses,
    private readonly check: PasswordCheck,
    private readonly record: SecurityRecord,
  ) {}

  /**
   * A new person chooses a password; a known one proves the own (401 `wrong-credentials`, the link stays open). 410
   * `link-used` for a link that is used, old, replaced or unknown.
   */
  @Answers(acceptInvitation, { to: ourPages, status: 204, limit: { calls: 30, seconds: 60 } })
  async handle(
    @Input() { token, password }: AcceptInvitationInput,
    @Req() request: DeskRequest,
    @Source() source: RequestSource,
  ): Promise<null> {
    const counted = await this.guesses.count(addressGuesses(request.ip));
    const [invited] = await this.db.people<Invited>(openInvitation, [tokenHash(token)]);
    if (!invited) throw gone();
    counted.push(...(await this.prove(invited, password, request)));
    if (!invited.password) await this.check.refuse(invited.person_id, password);
    const hash = invited.password ?? (await hashPassword(password));
    await this.db.write({ tenantId: invited.tenant_id, people: true }, async (tx) => {
      const name = await join(tx, invited, token, hash);
      const actor = { kind: 'staff', name } as const;
      const { person_id: personId, tenant_id: tenantId } = invited;
      await this.record.enter(tx, { kind: 'member-joined', personId, tenantId, actor, source });
    });
    await this.guesses.giveBack(counted);
    return null;
  }

  private async prove(invited: Invited, password: string, request: DeskRequest): Promise<Counted> {
    if (!invited.password) return [];
    const counted = await this.guesses.count(this.guesses.ofPassword(request, invited.person_id));
    if (!(await isPassword(password, invited.password)))
      throw new Refusal('wrong-credentials', 'Please enter the password of your account.');
    return counted;
  }
}

const openInvitation = {
  name: 'open-invitation',
  text: `SELECT l.person_id, l.tenant_id, p.email, p.password FROM auth.link l JOIN auth.person p ON p.id = l.person_id
    JOIN auth.membership m ON m.tenant_id = l.tenant_id AND m.person_id = l.person_id AND m.state = 'invited'
    WHERE l.token_hash = $1 AND l.purpose = 'accept-invitation' AND l.used_at IS NULL AND l.expires_at > now()`,
};

function gone(): Refusal {
  return new Refusal('link-used', 'This invitation was used already or is too old. Please ask for a new one.');
}

async function join(tx: Tx, { person_id, tenant_id, password }: Invited, token: string, hash: string): Promise<string> {
  const taken = await tx.row(
    'UPDATE auth.link SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL RETURNING person_id',
    [tokenHash(token)],
  );
  if (!taken) throw gone();
  const member = await tx.row<{ role: Role; invited_name: string | null }>(
    `UPDATE auth.membership SET state = 'active', joined_at = now() WHERE tenant_id = $1 AND person_id = $2 AND state = 'invited' RETURNING role, invited_name`,
    [tenant_id, person_id],
  );
  if (!member) throw gone();
  // Whoever got a password or another one meanwhile must prove that one.
  const person = await tx.row<{ name: string }>(
    `UPDATE auth.person SET password = $2, name = CASE WHEN password IS NULL THEN coalesce($4, name) ELSE name END
     WHERE id = $1 AND password IS NOT DISTINCT FROM $3 RETURNING name`,
    [person_id, hash, password, member.invited_name],
  );
  if (!person) throw new Refusal('wrong-credentials', 'Please enter the password of your account.');
  await recordEvent(
    tx,
    { tenantId: tenant_id },
    {
      kind: 'member-joined',
      actor: { kind: 'staff', id: person_id, name: person.name },
      public: false,
      data: { person: person_id, role: member.role },
    },
  );
  return person.name;
}

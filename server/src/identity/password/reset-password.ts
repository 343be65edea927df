import { resetPassword } from '@bookinda/contracts/identity/routes';
import { ResetPassword as ResetPasswordInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { ourPages } from '../callers.js';
import { addressGuesses, Guesses } from '../guesses.js';
import { KnownDevices } from '../known-devices.js';
import { PasswordCheck } from '../password-check.js';
import { hashPassword } from '../passwords.js';
import { type RequestSource, Source } from '../request-source.js';
import { SecurityNotices } from '../security/security-notices.js';
import { SecurityRecord } from '../security/security-record.js';
import { tokenHash } from '../session-token.js';

@Controller()
export class ResetPassword {
  constructor(
    private readonly db: Database,
    private readonly guesses: Guesses,
    private readonly devices: KnownDevices,
    private readonly check: PasswordCheck,
    private readonly record: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /** Ends every session of the person and all their open resets. 410 `link-used` for a link that is used, old or unknown. */
  @Answers(resetPassword, { to: ourPages, status: 204, limit: { calls: 30, seconds: 60 } })
  async handle(
    @Input() { token, password }: ResetPasswordInput,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Source() source: RequestSource,
  ): Promise<null> {
    const counted = await this.guesses.count(addressGuesses(reply.request.ip));
    const [open] = await this.db.people<{ person_id: string }>(openLink, [tokenHash(token)]);
    if (open) await this.check.refuse(open.person_id, password);
    const [person] = open
      ? await this.db.people<{ id: string; name: string }>(reset, [tokenHash(token), await hashPassword(password)])
      : [];
    if (!person) throw new Refusal('link-used', 'This link was used already or is too old. Please ask for a new one.');
    await this.guesses.giveBack(counted);
    await this.guesses.forgive(reply.request, person.id);
    this.devices.remember(reply, person.id);
    const actor = { kind: 'staff', name: person.name } as const;
    await this.record.write({ kind: 'password-reset', personId: person.id, tenantId: null, actor, source });
    await this.notices.mailPerson(person.id, 'password-reset', source);
    return null;
  }
}

/** Asked before hashing, which costs: guessed links get no further. */
const openLink = {
  name: 'open-reset',
  text: `SELECT person_id FROM auth.link WHERE token_hash = $1 AND purpose = 'reset-password' AND used_at IS NULL AND expires_at > now()`,
};
/** Invitations stay open: they ask a known person for the password anyway. */
const reset = {
  name: 'reset-password',
  text: `WITH taken AS (
      UPDATE auth.link SET used_at = now() WHERE token_hash = $1 AND purpose = 'reset-password' AND used_at IS NULL AND expires_at > now()
      RETURNING person_id),
    changed AS (UPDATE auth.person SET password = $2 WHERE id = (SELECT person_id FROM taken) RETURNING id, name),
    ended AS (DELETE FROM auth.session WHERE person_id = (SELECT id FROM changed)),
    closed AS (
      UPDATE auth.link SET used_at = now()
      WHERE person_id = (SELECT id FROM changed) AND purpose = 'reset-password' AND used_at IS NULL AND token_hash <> $1)
    SELECT id, name FROM changed`,
};

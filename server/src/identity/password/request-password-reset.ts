import { setTimeout as pause } from 'node:timers/promises';
import { requestPasswordReset } from '@bookinda/contracts/identity/routes';
import { RequestPasswordReset as RequestPasswordResetInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Inject, Req } from '@nestjs/common';
import { Post } from '../../notifications/mail/post.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import type { DeskRequest } from '../../platform/http/request.js';
import { SharedWindows, WindowFull } from '../../platform/limits/shared-windows.js';
import { ourPages } from '../callers.js';
import { Guesses } from '../guesses.js';
import { KnownDevices } from '../known-devices.js';
import { passwordResetMail } from '../messages/password-reset-mail.js';
import { newToken, tokenHash } from '../session-token.js';

/** Longer than storing a mail takes, so that the time of an answer does not tell whether one was stored. */
const answerAfterMs = 250;

interface Person {
  id: string;
  name: string;
  email: string;
  language: string;
  tenant_id: string;
}

@Controller()
export class RequestPasswordReset {
  constructor(
    private readonly db: Database,
    private readonly guesses: Guesses,
    private readonly devices: KnownDevices,
    private readonly windows: SharedWindows,
    private readonly post: Post,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A mail with a link that works once, for an hour. Where a stranger asks and a mailed link has a quarter of an hour left, only a few more
   * are mailed: whatever strangers do, the mailbox holds a link that works, and gets no more than two an hour besides those few. The same answer after the same time
   * when nobody has the address.
   */
  @Answers(requestPasswordReset, { to: ourPages, status: 204, limit: { calls: 30, seconds: 60 } })
  async handle(@Input() { email }: RequestPasswordResetInput, @Req() request: DeskRequest): Promise<null> {
    const [person] = await this.db.people<Person>(personOf, [email]);
    await this.guesses.count(this.guesses.ofReset(request, person?.id ?? email));
    await Promise.all([
      person && this.send(person, this.devices.idFor(request, person.id) !== undefined),
      pause(answerAfterMs),
    ]);
    return null;
  }

  private async send({ id, name, email, language, tenant_id: tenantId }: Person, known: boolean): Promise<void> {
    const token = newToken();
    const limit = known ? 'own-resets' : 'resets';
    await this.db.write({ tenantId, people: true }, async (tx) => {
      if (!known && !(await this.isWanted(tx, id))) return;
      const mail = passwordResetMail(language, name, `${this.config.publicUrl}/manager/reset#${token}`);
      const order = { tenantId, message: 'reset-password', to: { address: email, name }, limit, ...mail } as const;
      const mailId = await this.post.mail(tx, order);
      // A mail that is held back carries no link: then there is none.
      await tx.rows(
        `INSERT INTO auth.link (token_hash, purpose, person_id, tenant_id, expires_at)
         SELECT $1, 'reset-password', $2, $3, now() + interval '1 hour' FROM mail WHERE tenant_id = $3 AND id = $4 AND state = 'waiting'`,
        [tokenHash(token), id, tenantId, mailId],
      );
    });
  }

  /** False where the mailbox holds a link that is good for a while, and has had its few more. One request of a person after the other. */
  private async isWanted(tx: Tx, personId: string): Promise<boolean> {
    await tx.rows('SELECT id FROM auth.person WHERE id = $1 FOR NO KEY UPDATE', [personId]);
    const open = await tx.row(
      `SELECT person_id FROM auth.link WHERE person_id = $1 AND purpose = 'reset-password' AND used_at IS NULL AND expires_at > now() + interval '15 minutes'`,
      [personId],
    );
    if (!open) return true;
    try {
      await this.windows.takeIn(tx, ...this.guesses.ofRepeatedReset(personId));
      return true;
    } catch (error) {
      if (error instanceof WindowFull) return false;
      throw error;
    }
  }
}

/** Who belongs nowhere has nothing to sign in to. */
const personOf = {
  name: 'person-asking-for-reset',
  text: `SELECT id, name, email, language, home_of(id) AS tenant_id FROM auth.person
    WHERE lower(email) = lower($1) AND home_of(id) IS NOT NULL`,
};

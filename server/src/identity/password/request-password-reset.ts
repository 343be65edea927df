import { setTimeout as pause } from 'node:timers/promises';
import { requestPasswordReset } from '@bookinda/contracts/identity/routes';
import { RequestPasswordReset as RequestPasswordResetInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Inject, Req } from '@nestjs/common';
import { Post } from '../../notifications/mail/post.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import type { DeskRequest } from '../../platform/http/request.js';
import { ourPages } from '../callers.js';
import { Guesses } from '../guesses.js';
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
    private readonly post: Post,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A mail with a link that works once, for an hour; the same answer after the same time when nobody has the address. */
  @Answers(requestPasswordReset, { to: ourPages, status: 204, limit: { calls: 30, seconds: 60 } })
  async handle(@Input() { email }: RequestPasswordResetInput, @Req() request: DeskRequest): Promise<null> {
    const [person] = await this.db.people<Person>(personOf, [email]);
    await this.guesses.count(this.guesses.ofReset(request, person?.id ?? email));
    await Promise.all([person && this.send(person), pause(answerAfterMs)]);
    return null;
  }

  private async send({ id, name, email, language, tenant_id: tenantId }: Person): Promise<void> {
    const token = newToken();
    await this.db.write({ tenantId, people: true }, async (tx) => {
      await tx.rows(
        `INSERT INTO auth.link (token_hash, purpose, person_id, tenant_id, expires_at) VALUES ($1, 'reset-password', $2, $3, now() + interval '1 hour')`,
        [tokenHash(token), id, tenantId],
      );
      const mail = passwordResetMail(language, name, `${this.config.publicUrl}/manager/reset#${token}`);
      await this.post.mail(tx, { tenantId, message: 'reset-password', to: { address: email, name }, ...mail });
    });
  }
}

/** Who belongs nowhere has nothing to sign in to. */
const personOf = {
  name: 'person-asking-for-reset',
  text: `SELECT id, name, email, language, home_of(id) AS tenant_id FROM auth.person
    WHERE lower(email) = lower($1) AND home_of(id) IS NOT NULL`,
};

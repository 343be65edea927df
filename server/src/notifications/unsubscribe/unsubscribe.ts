import { unsubscribe } from '@bookinda/contracts/notifications/routes';
import { Controller, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { anyone } from '../../identity/callers.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { sendPage } from '../../platform/http/plain-page.js';
import { found } from '../../platform/http/refusal.js';
import type { DeskRequest } from '../../platform/http/request.js';
import { languageOfTenant, page } from './unsubscribe-page.js';
import { readUnsubscribeToken } from './unsubscribe-token.js';

/** NT-02, RFC 8058: one POST, without sign-in, ends these mails to this address; what still waits is not sent. */
@Controller()
export class Unsubscribe {
  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Answers(unsubscribe, { to: anyone, status: 204, limit: { calls: 30, seconds: 60 } })
  async handle(@Param('token') token: string, @Req() request: DeskRequest, @Res() reply: FastifyReply): Promise<void> {
    const { tenantId, message, address, language } = found(readUnsubscribeToken(this.config.keys, token));
    await this.db.statement({ tenantId }, end, [tenantId, address, message]);
    if (!request.headers.accept?.includes('text/html')) return void reply.status(204).send();
    sendPage(reply, page(language ?? (await languageOfTenant(this.db, tenantId)), 'ended'));
  }
}

const end = {
  name: 'unsubscribe',
  text: `WITH ended AS (
      INSERT INTO unsubscribed (tenant_id, address, message) VALUES ($1, lower($2), $3) ON CONFLICT DO NOTHING
    )
    UPDATE mail SET state = 'unsubscribed' WHERE tenant_id = $1 AND lower(recipient) = lower($2) AND message = $3 AND state = 'waiting'`,
};

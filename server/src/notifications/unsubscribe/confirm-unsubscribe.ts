import { confirmUnsubscribe } from '@bookinda/contracts/notifications/routes';
import { Controller, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { anyone } from '../../identity/callers.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { invalidLinkPage, sendPage } from '../../platform/http/plain-page.js';
import { languageOfTenant, page } from './unsubscribe-page.js';
import { readUnsubscribeToken } from './unsubscribe-token.js';

/** What a person sees who follows the link: a question with one button. A GET must not end anything, scanners follow links too. */
@Controller()
export class ConfirmUnsubscribe {
  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Answers(confirmUnsubscribe, { to: anyone, media: 'text/html', limit: { calls: 30, seconds: 60 } })
  async handle(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const named = readUnsubscribeToken(this.config.keys, token);
    if (!named) return sendPage(reply, invalidLinkPage(), 404);
    sendPage(reply, page(named.language ?? (await languageOfTenant(this.db, named.tenantId)), 'question'));
  }
}

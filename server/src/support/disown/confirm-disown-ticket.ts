import { confirmDisownTicket } from '@bookinda/contracts/support/routes';
import { Controller, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { anyone } from '../../identity/callers.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { invalidLinkPage, sendPage } from '../../platform/http/plain-page.js';
import { disownPage, readDeskOf } from './disown-page.js';
import { readDisownToken } from './disown-token.js';

/** The page behind a mail's "this was not me": a question with one button. It changes nothing, because mail scanners follow links too. */
@Controller()
export class ConfirmDisownTicket {
  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Answers(confirmDisownTicket, { to: anyone, media: 'text/html', limit: { calls: 30, seconds: 60 } })
  async handle(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const disowned = readDisownToken(this.config.keys, token);
    const desk = disowned && (await readDeskOf(this.db, disowned.tenantId, disowned.ticketId));
    if (!desk) return sendPage(reply, invalidLinkPage(), 404);
    sendPage(reply, disownPage(desk, 'question'));
  }
}

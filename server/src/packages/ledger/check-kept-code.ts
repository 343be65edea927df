import { checkKeptCode } from '@bookinda/contracts/packages/routes';
import { reassures, verdictOn } from '@bookinda/contracts/packages/verdict';
import { Controller, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { anyone } from '../../identity/callers.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { escaped, invalidLinkPage, plainPage, sendPage } from '../../platform/http/plain-page.js';
import { found } from '../../platform/http/refusal.js';
import { readKeptCode } from './kept-code.js';
import { verdictWords } from './verdict-words.js';
import { verificationOf } from './verification.js';

/** PK-22: whoever holds a package mail follows its link and reads whether the history before it was cut or edited since. */
@Controller()
export class CheckKeptCode {
  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Answers(checkKeptCode, { to: anyone, media: 'text/html', limit: { calls: 30, seconds: 60 } })
  async handle(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const kept = readKeptCode(this.config.keys, token);
    if (!kept) return sendPage(reply, invalidLinkPage(), 404);
    const { tenantId, packageId, head } = kept;
    const verification = await verificationOf(this.db, { tenantId }, packageId, head);
    const [sold] = await this.db.statement<Sold>({ tenantId }, soldPackage, [tenantId, packageId]);
    const { name, salon, language } = found(sold);
    const tongue = language.toLowerCase().startsWith('hu') ? 'hu' : 'en';
    const words = verdictWords[tongue];
    const { verdict, step } = verdictOn(verification);
    const title = reassures(verdict) ? words.whole : words.changed;
    const says = [`${salon} · ${name}`, words[verdict](step, verification.length), words.code(head)];
    sendPage(
      reply,
      plainPage(tongue, title, says.map((text) => `<p style="overflow-wrap:anywhere">${escaped(text)}</p>`).join('')),
    );
  }
}

interface Sold {
  name: string;
  salon: string;
  /** The customer's, as in the mail. */
  language: string;
}

const soldPackage = {
  name: 'sold-package-of-kept-code',
  text: `SELECT p.name, w.name AS salon, c.language FROM sold_package p
      JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id JOIN tenant w ON w.id = p.tenant_id
    WHERE p.tenant_id = $1 AND p.id = $2`,
};

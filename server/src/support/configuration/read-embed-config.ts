import { acceptedMediaTypes, limits } from '@bookinda/contracts/limits';
import { readEmbedConfig } from '@bookinda/contracts/support/routes';
import type { EmbedConfig } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Requester, writers } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { readDeskOf } from './desk.js';

const tenantOf = { name: 'tenant-face', text: 'SELECT name, accent, language FROM tenant WHERE id = $1' };

/** What a form needs beyond its attributes. */
@Controller()
export class ReadEmbedConfig {
  constructor(private readonly db: Database) {}

  @Answers(readEmbedConfig, { to: writers })
  async handle(@By() caller: Requester): Promise<EmbedConfig> {
    const scope = { tenantId: caller.tenantId };
    const [[tenant], desk] = await Promise.all([
      this.db.statement<EmbedConfig['tenant']>(scope, tenantOf, [caller.tenantId]),
      readDeskOf(this.db, scope, false),
    ]);
    return {
      tenant: found(tenant),
      categories: desk.categories.map(({ code, prompt, colour }) => ({ code, prompt, colour })),
      usualAnswer: desk.usualAnswer,
      files: { perMessage: limits.files.perMessage, bytes: limits.files.bytes, accept: [...acceptedMediaTypes] },
      customer: caller.kind === 'customer' ? { name: caller.name, email: caller.email } : null,
    };
  }
}

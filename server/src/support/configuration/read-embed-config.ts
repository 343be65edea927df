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

/** How old an answer may be: a change of settings shows so late. */
const rememberMs = 5_000;
const atMost = 5_000;

type TenantsConfig = Omit<EmbedConfig, 'customer'>;

/** What a form needs beyond its attributes. */
@Controller()
export class ReadEmbedConfig {
  private readonly remembered = new Map<string, { config: Promise<TenantsConfig>; until: number }>();

  constructor(private readonly db: Database) {}

  @Answers(readEmbedConfig, { to: writers })
  async handle(@By() caller: Requester): Promise<EmbedConfig> {
    return {
      ...(await this.configOf(caller.tenantId)),
      customer: caller.kind === 'customer' ? { name: caller.name, email: caller.email } : null,
    };
  }

  /** The same for everybody on a tenant's pages, read once in five seconds however many ask. */
  private configOf(tenantId: string): Promise<TenantsConfig> {
    const known = this.remembered.get(tenantId);
    if (known && known.until > Date.now()) return known.config;
    const config = this.read(tenantId);
    config.catch(() => this.remembered.delete(tenantId));
    if (this.remembered.size >= atMost) this.remembered.clear();
    this.remembered.set(tenantId, { config, until: Date.now() + rememberMs });
    return config;
  }

  private async read(tenantId: string): Promise<TenantsConfig> {
    const scope = { tenantId };
    const [[tenant], desk] = await Promise.all([
      this.db.statement<EmbedConfig['tenant']>(scope, tenantOf, [tenantId]),
      readDeskOf(this.db, scope, false),
    ]);
    return {
      tenant: found(tenant),
      categories: desk.categories.map(({ code, prompt, colour }) => ({ code, prompt, colour })),
      usualAnswer: desk.usualAnswer,
      files: { perMessage: limits.files.perMessage, bytes: limits.files.bytes, accept: [...acceptedMediaTypes] },
    };
  }
}

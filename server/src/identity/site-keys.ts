import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Refusal } from '../platform/http/refusal.js';
import { networksOf } from '../platform/limits/network.js';
import { UnknownCredentials } from './unknown-credentials.js';

export interface AdmittedKey {
  tenantId: string;
  id: string;
  origins: string[];
}

/** How long a revoked key or a removed origin may still be taken by this instance. */
const rememberMs = 5_000;
const siteKeyOf = { name: 'site-key-of', text: 'SELECT tenant_id, id, origins FROM site_key_of($1)' };

/** WX-03: publishable keys and the origins that may use them. */
@Injectable()
export class SiteKeys {
  private readonly remembered = new Map<string, { key: AdmittedKey; until: number }>();

  constructor(
    private readonly db: Database,
    private readonly unknown: UnknownCredentials,
  ) {}

  /** The key's tenant, when `origin` is on its list or `ours`. A request without an origin comes from no page and is refused. */
  async admit(key: string, address: string, origin: string | undefined, ours: string): Promise<AdmittedKey> {
    const found = await this.look(key, address);
    if (!origin || (origin !== ours && !found.origins.includes(origin)))
      throw new Refusal('origin-not-allowed', `This key may not be used on ${origin ?? 'a request without Origin'}.`);
    return found;
  }

  /** Forgets what is remembered, so that an edit counts at once here. */
  forget(): void {
    this.remembered.clear();
  }

  private async look(key: string, address: string): Promise<AdmittedKey> {
    const known = this.remembered.get(key);
    if (known && known.until > Date.now()) return known.key;
    const row = await this.unknown.judge({ kind: 'site-key', text: key, from: networksOf(address) }, async () => {
      const [known] = await this.db.lookUp<{ tenant_id: string; id: string; origins: string[] }>(siteKeyOf, [key]);
      return known;
    });
    if (!row) throw new Refusal('key-unknown');
    if (this.remembered.size > 10_000) this.remembered.clear();
    const found = { tenantId: row.tenant_id, id: row.id, origins: row.origins };
    this.remembered.set(key, { key: found, until: Date.now() + rememberMs });
    return found;
  }
}

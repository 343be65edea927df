import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ticks } from '../jobs/ticks.js';
import { Database } from './database.js';
import { everyTenant } from './every-tenant.js';

/** Rows that are no history, and how long they serve. The first parameter is the tenant. */
const ofTenants = [
  {
    name: 'purge-retries',
    text: `DELETE FROM idempotency WHERE tenant_id = $1 AND created_at < now() - interval '48 hours'`,
  },
  {
    name: 'purge-proofs',
    text: `DELETE FROM spent_proof WHERE tenant_id = $1 AND spent_at < now() - interval '48 hours'`,
  },
];
const ofPeople = [
  { name: 'purge-sessions', text: 'DELETE FROM auth.session WHERE expires_at < now()' },
  { name: 'purge-links', text: `DELETE FROM auth.link WHERE expires_at < now() - interval '7 days'` },
  { name: 'purge-security-events', text: 'SELECT purge_security_events()' },
];

/** Forgets keys, proofs, sessions and links that nobody can use any more. */
@Injectable()
export class PurgeRows implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly ticks: Ticks,
  ) {}

  onModuleInit(): void {
    this.ticks.every(60, 'purge-rows', () => this.purge());
  }

  async purge(): Promise<void> {
    for (const statement of ofPeople) await this.db.people(statement, []);
    for (const tenantId of await everyTenant(this.db)) {
      for (const statement of ofTenants) await this.db.statement({ tenantId }, statement, [tenantId]);
    }
  }
}

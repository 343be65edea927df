import { Injectable } from '@nestjs/common';
import type { Requester, Staff } from '../../identity/callers.js';
import { TicketLinks } from '../../identity/ticket-links.js';
import { Database } from '../../platform/database/database.js';
import { found, Refusal } from '../../platform/http/refusal.js';
import type { Requesting } from './requesting.js';

const platformTenant = { name: 'platform-tenant', text: 'SELECT platform_tenant() AS id' };

/** Turns a caller into the requester's side of the desk it writes to. */
@Injectable()
export class Requesters {
  private platform: string | undefined;
  private readonly customerOfTenant = new Map<string, string>();

  constructor(
    private readonly db: Database,
    private readonly ticketLinks: TicketLinks,
  ) {}

  /** On a page or by a mail's link: the desk is the page's tenant. 410 `link-ended`. */
  async onPage(caller: Requester): Promise<Requesting> {
    const { tenantId } = caller;
    const nobody = { tenantId, customerId: null, onlyPerson: null, onlyTicket: null, person: null, email: null };
    if (caller.kind === 'customer') {
      const { customerId, name, email } = caller;
      return {
        ...nobody,
        customerId,
        email,
        actor: { kind: 'requester', id: customerId, name },
        fileOwner: `customer:${customerId}`,
      };
    }
    if (caller.kind === 'visitor') {
      return { ...nobody, actor: { kind: 'requester', id: null, name: '' }, fileOwner: `visitor:${caller.siteKeyId}` };
    }
    const name = await this.ticketLinks.nameBehind(caller);
    return {
      ...nobody,
      onlyTicket: caller.ticketId,
      actor: { kind: 'requester', id: null, name },
      fileOwner: `pass:${caller.ticketId}`,
    };
  }

  /** BS-01, BS-11: a member writes for the tenant to the platform's desk. The one place where a caller crosses tenants. */
  async forTenant(caller: Staff): Promise<Requesting> {
    if (caller.tenant.kind === 'platform') throw new Refusal('not-allowed', 'The platform has no desk above it.');
    const tenantId = await this.platformTenant();
    return {
      tenantId,
      customerId: await this.customerFor(tenantId, caller),
      onlyPerson: caller.role === 'RECEPTION' ? caller.personId : null,
      onlyTicket: null,
      person: caller.personId,
      email: caller.email,
      actor: { kind: 'requester', id: caller.personId, name: caller.name },
      fileOwner: `staff:${caller.personId}`,
    };
  }

  async platformTenant(): Promise<string> {
    if (!this.platform) {
      const [row] = await this.db.lookUp<{ id: string | null }>(platformTenant, []);
      this.platform = found(row?.id);
    }
    return this.platform;
  }

  /** The tenant as the platform's customer; entered on its first visit. */
  private async customerFor(platform: string, caller: Staff): Promise<string> {
    const known = this.customerOfTenant.get(caller.tenantId);
    if (known) return known;
    const id = await this.db.write({ tenantId: platform }, async (tx) => {
      await tx.rows(
        `INSERT INTO customer (tenant_id, name, email, language, represents) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, represents) WHERE represents IS NOT NULL DO NOTHING`,
        [platform, caller.tenant.name, null, caller.tenant.language, caller.tenantId],
      );
      const row = await tx.row<{ id: string }>('SELECT id FROM customer WHERE tenant_id = $1 AND represents = $2', [
        platform,
        caller.tenantId,
      ]);
      return found(row).id;
    });
    this.customerOfTenant.set(caller.tenantId, id);
    return id;
  }
}

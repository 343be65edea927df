import type { LocalDate } from '@bookinda/contracts/values';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Caller } from './callers.js';

/** How long a changed time zone may go unnoticed by portals and integrations; staff carry it in their session. */
const rememberMs = 30_000;
const zoneOf = { name: 'zone-of-tenant', text: 'SELECT time_zone FROM tenant WHERE id = $1' };

type OfTenant = Exclude<Caller, { kind: 'anonymous' }>;

/** The calendar day at the caller's tenant, from the clock: what statements take as "today". */
@Injectable()
export class TenantDay {
  private readonly zones = new Map<string, { zone: string; until: number }>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async today(caller: OfTenant): Promise<LocalDate> {
    return this.clock.today(await this.zoneOf(caller));
  }

  /** The time zone of the caller's tenant, `Europe/Dublin`. */
  async zoneOf(caller: OfTenant): Promise<string> {
    return caller.kind === 'staff' ? caller.tenant.timeZone : this.zone(caller.tenantId);
  }

  private async zone(tenantId: string): Promise<string> {
    const known = this.zones.get(tenantId);
    if (known && known.until > Date.now()) return known.zone;
    const [row] = await this.db.statement<{ time_zone: string }>({ tenantId }, zoneOf, [tenantId]);
    const zone = row?.time_zone ?? 'UTC';
    if (this.zones.size > 10_000) this.zones.clear();
    this.zones.set(tenantId, { zone, until: Date.now() + rememberMs });
    return zone;
  }
}

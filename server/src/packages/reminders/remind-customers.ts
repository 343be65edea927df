import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { everyTenant } from '../../platform/database/every-tenant.js';
import { Ticks } from '../../platform/jobs/ticks.js';
import { isFrozen } from '../sold/derived.js';
import { settingsOf } from './settings.js';

const atOnce = 500;
/** A salon that was away for longer tells nobody of packages that expired before. */
const expiredSince = 7;

// $1 tenant, $2 its day
const remind = `
  WITH settings AS MATERIALIZED (${settingsOf}
  ), due AS MATERIALIZED (
    SELECT p.id, p.customer_id, p.expires_on, k.kind FROM settings, sold_package p,
      LATERAL (SELECT CASE WHEN p.expires_on < $2::date THEN 'expired' ELSE 'expiring' END AS kind) k
    WHERE p.tenant_id = $1 AND p.cancelled_at IS NULL AND NOT p.used_up AND p.expires_on BETWEEN $2::date - ${expiredSince} AND $2::date + settings.days
      AND NOT ${isFrozen('$2')}
      AND 'package-' || k.kind <> ALL (settings.muted)
      AND NOT EXISTS (SELECT FROM package_reminder r WHERE r.tenant_id = $1 AND r.package_id = p.id AND r.kind = k.kind AND r.expires_on = p.expires_on AND r.channel = 'mail')
    ORDER BY p.expires_on, p.id LIMIT ${atOnce}
  ), reminder AS (
    INSERT INTO package_reminder (tenant_id, package_id, kind, expires_on, channel) SELECT $1, id, kind, expires_on, 'mail' FROM due
    ON CONFLICT DO NOTHING RETURNING package_id, kind
  )
  INSERT INTO event (tenant_id, kind, package_id, customer_id, actor_kind, actor_name, public, data)
  SELECT $1, 'package-' || due.kind, due.id, due.customer_id, 'system', 'System', true, jsonb_build_object('expiresOn', due.expires_on)
  FROM reminder JOIN due ON due.id = reminder.package_id AND due.kind = reminder.kind RETURNING id`;

/**
 * PK-10, PK-17, PK-19: tells of packages about to expire and just expired, by each salon's own date; once per package, expiry date and
 * channel; not while it is frozen. Asked every hour, so that a date moved into the window and a day that begins anywhere are found soon.
 */
@Injectable()
export class RemindCustomers implements OnModuleInit {
  private readonly log = new Logger('remind-customers');

  constructor(
    private readonly db: Database,
    private readonly ticks: Ticks,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.ticks.every(60, 'remind-customers', () => this.remindAll());
  }

  async remindAll(): Promise<void> {
    for (const tenantId of await everyTenant(this.db))
      await this.remind(tenantId).catch((error: unknown) => this.log.error(`${tenantId}: ${String(error)}`));
  }

  private async remind(tenantId: string): Promise<void> {
    let told = atOnce;
    while (told === atOnce) {
      told = await this.db.write({ tenantId }, async (tx) => {
        const salon = await tx.row<{ zone: string }>('SELECT time_zone AS zone FROM tenant WHERE id = $1', [tenantId]);
        const events = await tx.rows<{ id: string }>(remind, [tenantId, this.clock.today(salon?.zone ?? 'UTC')]);
        for (const { id } of events) tx.announce(id);
        return events.length;
      });
    }
  }
}

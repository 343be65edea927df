import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { everyTenant } from '../../platform/database/every-tenant.js';
import { recordEvent } from '../../platform/events/record.js';
import { Ticks } from '../../platform/jobs/ticks.js';
import { verified } from './chain.js';

/** Packages computed at once: a salon of many years stays far below the statement's time limit, and holds no row for long. */
const atOnce = 1_000;

const some =
  'SELECT p.id FROM sold_package p WHERE p.tenant_id = $1 AND ($2::uuid IS NULL OR p.id > $2) ORDER BY p.id LIMIT $3';
const broken = `SELECT v.id, v.broken_at AS "brokenAt", p.customer_id AS "customerId"
  FROM (${verified('p.tenant_id = $1 AND p.id = ANY ($2::uuid[])', 'x.tenant_id = $1 AND x.package_id = ANY ($2::uuid[])')}) v
  JOIN sold_package p ON p.tenant_id = v.tenant_id AND p.id = v.id WHERE v.broken_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM event e WHERE e.tenant_id = $1 AND e.package_id = v.id AND e.kind = 'history-broken' AND (e.data ->> 'brokenAt')::int = v.broken_at)`;

/** PK-22: every night all histories are computed anew. One that is cut or edited raises an alarm, once. */
@Injectable()
export class VerifyHistories implements OnModuleInit {
  private readonly log = new Logger('verify-histories');

  constructor(
    private readonly db: Database,
    private readonly ticks: Ticks,
  ) {}

  onModuleInit(): void {
    this.ticks.every(24 * 60, 'verify-histories', () => this.verifyAll());
  }

  async verifyAll(): Promise<void> {
    for (const tenantId of await everyTenant(this.db)) await this.verify(tenantId);
  }

  private async verify(tenantId: string): Promise<void> {
    for (let last: string | null = null, more = true; more; ) {
      const ids: string[] = await this.db.read({ tenantId }, async (tx) =>
        (await tx.rows<{ id: string }>(some, [tenantId, last, atOnce])).map(({ id }) => id),
      );
      if (ids.length > 0) await this.judge(tenantId, ids);
      more = ids.length === atOnce;
      last = ids.at(-1) ?? null;
    }
  }

  private judge(tenantId: string, ids: string[]): Promise<void> {
    return this.db.write({ tenantId }, async (tx) => {
      const actor = { kind: 'system', id: null, name: 'System' } as const;
      const found = await tx.rows<{ id: string; brokenAt: number; customerId: string }>(broken, [tenantId, ids]);
      for (const { id, brokenAt, customerId } of found) {
        this.log.error(`The history of package ${id} is cut or edited at step ${brokenAt}.`);
        const about = { actor, packageId: id, customerId, public: false };
        await recordEvent(tx, { tenantId }, { kind: 'history-broken', ...about, data: { brokenAt } });
      }
    });
  }
}

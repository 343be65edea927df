import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import type { Actor } from '../../platform/events/record.js';
import { Ticks } from '../../platform/jobs/ticks.js';
import { lockTicket, saveChanges, statusAfter } from './changing.js';

const atMost = 200;
const silent = { name: 'silent-tickets', text: 'SELECT tenant_id AS "tenantId", id FROM silent_tickets($1)' };
const system: Actor = { kind: 'system', id: null, name: 'System' };

interface Silent {
  tenantId: string;
  id: string;
}

/** BS-08: a resolved ticket closes by itself after the desk's days × 24 h without activity. Once, by nobody's hand. */
@Injectable()
export class CloseSilentTickets implements OnModuleInit {
  private readonly log = new Logger('close-silent-tickets');

  constructor(
    private readonly db: Database,
    private readonly ticks: Ticks,
  ) {}

  onModuleInit(): void {
    this.ticks.every(1, 'close-silent-tickets', () => this.closeAll());
  }

  async closeAll(): Promise<void> {
    const tickets = await this.db.people<Silent>(silent, [atMost]);
    for (const ticket of tickets) {
      await this.close(ticket).catch((error: unknown) => this.log.error(`${ticket.id} stays open: ${String(error)}`));
    }
  }

  /** Somebody may have written since the ticket was found, or another instance may have closed it: asked again under the lock. */
  private close({ tenantId, id }: Silent): Promise<void> {
    return this.db.write({ tenantId }, async (tx) => {
      const open = await lockTicket(tx, { tenantId }, id);
      if (open.ticket.kind !== 'solved' || !(await isSilent(tx, tenantId, id))) return;
      const change = open.ticket.enter(await statusAfter(tx, open, 'silence'), open.now);
      await saveChanges(tx, { tenantId }, open, system, [{ kind: 'closed', change, public: true }]);
    });
  }
}

async function isSilent(tx: Tx, tenantId: string, id: string): Promise<boolean> {
  const row = await tx.row(
    `SELECT FROM ticket t JOIN desk d ON d.tenant_id = t.tenant_id WHERE t.tenant_id = $1 AND t.id = $2
       AND d.close_after_days > 0 AND t.last_activity_at <= now() - d.close_after_days * interval '24 hours'`,
    [tenantId, id],
  );
  return row !== undefined;
}

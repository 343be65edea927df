import { v7 as uuidv7 } from 'uuid';
import type { Scope, Tx } from '../database/database.js';

/** Who did it, as the event keeps it for ever: the name stays even when the person leaves. */
export interface Actor {
  kind: 'requester' | 'staff' | 'system' | 'api-key';
  id: string | null;
  name: string;
}

export interface NewEvent {
  kind: string;
  actor: Actor;
  ticketId?: string | null;
  packageId?: string | null;
  customerId?: string | null;
  /** Whether the requester or customer may know. */
  public: boolean;
  data?: { change?: { field: string; from: string | null; to: string | null } } & Record<string, unknown>;
}

/** Writes one event row in the transaction of what happened and announces it. Returns its id. */
export async function recordEvent(tx: Tx, scope: Scope, event: NewEvent): Promise<string> {
  const id = uuidv7();
  await tx.rows(
    `INSERT INTO event (tenant_id, id, kind, ticket_id, package_id, customer_id, actor_kind, actor_id, actor_name, public, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      scope.tenantId,
      id,
      event.kind,
      event.ticketId ?? null,
      event.packageId ?? null,
      event.customerId ?? null,
      event.actor.kind,
      event.actor.id,
      event.actor.name,
      event.public,
      JSON.stringify(event.data ?? {}),
    ],
  );
  tx.announce(id);
  return id;
}

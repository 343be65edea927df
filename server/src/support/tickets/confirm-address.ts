import type { Database } from '../../platform/database/database.js';

/**
 * Somebody has opened the link that lies in the mail to this address alone: who wrote can read there. Confirms the ticket, and proves the
 * address for the tenant. A ticket whose address's holder said that she did not write it stays as it is.
 */
export async function confirmAddress(db: Database, tenantId: string, ticketId: string): Promise<void> {
  await db.statement({ tenantId }, confirm, [tenantId, ticketId]);
}

const confirm = {
  name: 'confirm-address',
  text: `WITH confirmed AS (
      UPDATE ticket SET address_confirmed = true WHERE tenant_id = $1 AND id = $2 AND NOT address_confirmed AND disowned_at IS NULL RETURNING requester_email
    )
    INSERT INTO proven_address (tenant_id, address) SELECT $1, lower(requester_email) FROM confirmed WHERE requester_email IS NOT NULL ON CONFLICT DO NOTHING`,
};

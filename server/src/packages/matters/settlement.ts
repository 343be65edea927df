import type { Settlement } from '@bookinda/contracts/packages/package-matter';
import { formatNumber, type StatusKind } from '@bookinda/contracts/support/ticket-lifecycle';
import type { Tx } from '../../platform/database/database.js';
import type { Actor } from '../../platform/events/record.js';
import { found, Refusal } from '../../platform/http/refusal.js';
import { sayInstant } from '../../support/tickets/excerpt.js';
import type { Remedied } from './remedies.js';

/** A ticket about a package, locked: nobody else settles it meanwhile. */
export interface MatterTicket {
  packageId: string;
  /** As people say it. */
  number: string;
  kind: StatusKind;
  /** The requester's. */
  language: string;
}

/** Locks the ticket; 404 where it is about no package. */
export async function lockMatter(tx: Tx, tenantId: string, ticketId: string): Promise<MatterTicket> {
  const row = found(
    await tx.row<{
      packageId: string;
      number: string;
      prefix: string;
      width: number;
      kind: StatusKind;
      language: string;
    }>(
      `SELECT m.package_id AS "packageId", t.number, d.number_prefix AS prefix, d.number_width AS width, t.kind, t.language
       FROM ticket t JOIN desk d ON d.tenant_id = t.tenant_id JOIN package_matter m ON m.tenant_id = t.tenant_id AND m.ticket_id = t.id
       WHERE t.tenant_id = $1 AND t.id = $2 FOR UPDATE OF t`,
      [tenantId, ticketId],
    ),
  );
  return { ...row, number: formatNumber(row.prefix, row.width, Number(row.number)) };
}

const settled = `
  SELECT ${sayInstant('s.at')} AS at, s.actor_name AS by, s.remedy, s.step_id AS step, s.sessions, z.name AS service, s.expires_on::text AS "expiresOn",
    CASE WHEN s.amount IS NOT NULL THEN json_build_object('amount', s.amount, 'currency', p.currency) END AS amount, s.method
  FROM package_settlement s JOIN sold_package p ON p.tenant_id = s.tenant_id AND p.id = s.package_id
    LEFT JOIN package_service z ON z.tenant_id = s.tenant_id AND z.id = s.service_id
  WHERE s.tenant_id = $1 AND s.ticket_id = $2 ORDER BY s.place`;

/** What was done on the ticket, oldest first. */
export function settlementsOf(tx: Tx, tenantId: string, ticketId: string): Promise<Settlement[]> {
  return tx.rows<Settlement>(settled, [tenantId, ticketId]);
}

/** One remedy per ticket, unless the agent says "once more". */
export async function refuseSettled(tx: Tx, tenantId: string, ticketId: string): Promise<void> {
  const settlements = await settlementsOf(tx, tenantId, ticketId);
  if (settlements.length > 0) throw new Refusal('already-settled', undefined, { settlements });
}

/** Remembers under the ticket's lock what was done with which message. */
export async function enterSettlement(
  tx: Tx,
  tenantId: string,
  { ticketId, packageId, actor, message, step }: EnteredWith,
  { remedy, sessions, service, days, expiresOn, amount, method }: Remedied,
): Promise<void> {
  await tx.rows(
    `INSERT INTO package_settlement (tenant_id, ticket_id, place, package_id, remedy, step_id, message_id, sessions, service_id, days, expires_on,
       amount, method, actor_kind, actor_id, actor_name)
     SELECT $1, $2, 1 + (SELECT count(*) FROM package_settlement s WHERE s.tenant_id = $1 AND s.ticket_id = $2), $3, $4, $5, $6, $7, $8, $9, $10,
       $11, $12, $13, $14, $15`,
    [
      tenantId,
      ticketId,
      packageId,
      remedy,
      step,
      message,
      sessions,
      service?.id ?? null,
      days,
      expiresOn?.to ?? null,
      amount,
      method,
      actor.kind,
      actor.id,
      actor.name,
    ],
  );
}

interface EnteredWith {
  ticketId: string;
  packageId: string;
  actor: Actor;
  /** The agent's words. */
  message: string | null;
  /** The last step that was written. */
  step: string;
}

import type { Evidence, PackageMatterKind } from '@bookinda/contracts/packages/package-matter';
import type { Tx } from '../../platform/database/database.js';
import { sayInstant, sayNumber } from '../../support/tickets/excerpt.js';
import type { Standing } from './evidence.js';

/** PK-21: what a customer's ticket about her package is about. */
export interface Matter {
  kind: PackageMatterKind;
  packageId: string;
  /** The disputed step; null for a renewal. */
  step: string | null;
}

/** Keeps what a new ticket is about, with the evidence: how step and card stood when the customer wrote. */
export async function enterMatter(
  tx: Tx,
  tenantId: string,
  ticketId: string,
  { kind, packageId, step }: Matter,
  { step: told, card, head }: Standing,
): Promise<void> {
  await tx.rows(
    'INSERT INTO package_matter (tenant_id, ticket_id, package_id, kind, step_id, evidence) VALUES ($1, $2, $3, $4, $5, $6)',
    [tenantId, ticketId, packageId, kind, step, JSON.stringify({ step: told, card, head })],
  );
}

/** The ticket about the same that is not closed yet. Asked under the package's lock, two at once open one. */
export function openMatter(
  tx: Tx,
  tenantId: string,
  { kind, packageId, step }: Matter,
): Promise<{ id: string; number: string } | undefined> {
  return tx.row(
    `SELECT t.id, ${sayNumber('t.number', 'd')} AS number
     FROM package_matter m JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id JOIN desk d ON d.tenant_id = m.tenant_id
     WHERE m.tenant_id = $1 AND m.package_id = $2 AND m.kind = $3 AND m.step_id IS NOT DISTINCT FROM $4::uuid AND t.kind <> 'closed' LIMIT 1`,
    [tenantId, packageId, kind, step],
  );
}

/** The matter of a ticket with its evidence; undefined where the ticket is about none. */
export function storedMatter(
  tx: Tx,
  tenantId: string,
  ticketId: string,
): Promise<(Matter & { at: string; evidence: Evidence }) | undefined> {
  return tx.row(
    `SELECT m.kind, m.package_id AS "packageId", m.step_id AS step, ${sayInstant('m.at')} AS at, m.evidence
     FROM package_matter m WHERE m.tenant_id = $1 AND m.ticket_id = $2`,
    [tenantId, ticketId],
  );
}

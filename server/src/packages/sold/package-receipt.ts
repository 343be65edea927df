import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import type { LocalDate } from '@bookinda/contracts/values';
import type { Tx } from '../../platform/database/database.js';
import { found } from '../../platform/http/refusal.js';
import { headOf } from '../ledger/chain.js';
import { card, customerOfPackage, servicesOfPackage } from './card.js';

const read = `SELECT ${card('$3', servicesOfPackage())} AS card, encode(${headOf('p')}, 'hex') AS head
  FROM sold_package p ${customerOfPackage} WHERE p.tenant_id = $1 AND p.id = $2`;

/** The card and the check code after `step`, as this transaction sees them. */
export async function receiptOf(
  tx: Tx,
  tenantId: string,
  id: string,
  step: string,
  today: LocalDate,
): Promise<PackageReceipt> {
  return { step, ...found(await tx.row<Omit<PackageReceipt, 'step'>>(read, [tenantId, id, today])) };
}

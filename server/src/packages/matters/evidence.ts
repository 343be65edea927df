import type { HistoryEntry, OwnHistoryEntry, PackageCard } from '@bookinda/contracts/packages/package';
import type { LocalDate } from '@bookinda/contracts/values';
import type { Tx } from '../../platform/database/database.js';
import { headOf } from '../ledger/chain.js';
import { chainSteps, staffFacts, stepFacts } from '../ledger/history.js';
import { card, customerOfPackage, servicesOfPackage } from '../sold/card.js';

/** PK-21: a package as it stood when its customer wrote about it, with the step she disputes. */
export interface Standing {
  /** Null where no step was named, or none of this package has the id. */
  step: DisputedStep | null;
  card: PackageCard;
  /** PK-22: the check code at that moment. */
  head: string;
  /** The step's day in the tenant's zone. */
  day: LocalDate | null;
}

/** The step as the history told it, with its place in the chain; null for the sale, which is where the chain begins. */
export type DisputedStep = Omit<HistoryEntry, 'kind' | 'ticket'> & {
  kind: OwnHistoryEntry['kind'];
  seq: number | null;
};

// $1 tenant, $2 package, $3 step, $4 today
const read = `
  WITH package AS MATERIALIZED (
    SELECT p.* FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2
  ), step AS (
    ${chainSteps}
  )
  SELECT ${card('$4', servicesOfPackage())} AS card, encode(${headOf('p')}, 'hex') AS head, told.step, told.day
  FROM package CROSS JOIN LATERAL (SELECT package.*) p ${customerOfPackage} JOIN tenant w ON w.id = p.tenant_id LEFT JOIN LATERAL (
    SELECT json_build_object(${stepFacts}, ${staffFacts}, 'seq', h.seq) AS step, (h.at AT TIME ZONE w.time_zone)::date::text AS day
    FROM step h WHERE h.id = $3::uuid LIMIT 1) told ON true`;

/** How the package stands in this transaction; undefined when the scope has no such package. */
export function standingOf(
  tx: Tx,
  tenantId: string,
  packageId: string,
  step: string | null,
  today: LocalDate,
): Promise<Standing | undefined> {
  return tx.row<Standing>(read, [tenantId, packageId, step, today]);
}

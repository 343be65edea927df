import type { DisputedStep, Evidence } from '@bookinda/contracts/packages/package-matter';
import type { LocalDate } from '@bookinda/contracts/values';
import type { Tx } from '../../platform/database/database.js';
import { headOf } from '../ledger/chain.js';
import { chainSteps, staffFacts, stepFacts } from '../ledger/history.js';
import { card, customerOfPackage, servicesOfPackage } from '../sold/card.js';

/** PK-21: a package as it stands in a transaction, with one step of its history. */
export interface Standing extends Evidence {
  /** The step's day in the tenant's zone. */
  day: LocalDate | null;
}

const stepJson = `json_build_object(${stepFacts}, ${staffFacts}, 'seq', h.seq)`;

// $1 tenant, $2 package, $3 step, $4 today
const read = `
  WITH package AS MATERIALIZED (
    SELECT p.* FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2
  ), step AS (
    ${chainSteps}
  )
  SELECT ${card('$4', servicesOfPackage())} AS card, encode(${headOf('p')}, 'hex') AS head, told.step, told.day
  FROM package CROSS JOIN LATERAL (SELECT package.*) p ${customerOfPackage} JOIN tenant w ON w.id = p.tenant_id LEFT JOIN LATERAL (
    SELECT ${stepJson} AS step, (h.at AT TIME ZONE w.time_zone)::date::text AS day
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

/** How many steps stand beside a thread. */
const newest = 30;

const recent = `
  WITH package AS MATERIALIZED (
    SELECT p.* FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2
  ), step AS (
    ${chainSteps}
  )
  SELECT ${stepJson} AS step FROM package CROSS JOIN step h ORDER BY h.rank DESC, h.at DESC, h.id DESC LIMIT ${newest}`;

/** The package's newest steps, newest first. */
export async function recentSteps(tx: Tx, tenantId: string, packageId: string): Promise<DisputedStep[]> {
  return (await tx.rows<{ step: DisputedStep }>(recent, [tenantId, packageId])).map(({ step }) => step);
}

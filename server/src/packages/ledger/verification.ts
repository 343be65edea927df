import type { Verification } from '@bookinda/contracts/packages/package';
import type { Database, Scope, Statement } from '../../platform/database/database.js';
import { found } from '../../platform/http/refusal.js';
import { verified } from './chain.js';

/** Over tenant, package, a kept check code; `more` narrows whose packages are seen. */
function verify(name: string, more = ''): Statement {
  return {
    name,
    text: `SELECT v.broken_at AS "brokenAt", v.length, v.head, array_position(v.heads, $3::text) - 1 AS "knownAt"
      FROM (${verified(`p.tenant_id = $1 AND p.id = $2${more}`, 'x.tenant_id = $1 AND x.package_id = $2')}) v`,
  };
}

const any = verify('verify-package');
const own = verify('verify-own-package', ' AND p.customer_id = $4');

/** PK-22: reads a package's whole history and computes its chain anew; with a customer, only hers. */
export async function verificationOf(
  db: Database,
  scope: Scope,
  id: string,
  head: string | undefined,
): Promise<Verification> {
  const values = [scope.tenantId, id, head ?? null];
  const [row] = await db.statement<Omit<Verification, 'holds'>>(
    scope,
    scope.customerId ? own : any,
    scope.customerId ? [...values, scope.customerId] : values,
  );
  return { holds: found(row).brokenAt === null, ...found(row) };
}

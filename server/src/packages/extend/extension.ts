import type { PackageExtension } from '@bookinda/contracts/packages/package-extension';
import type { Tx } from '../../platform/database/database.js';
import { found } from '../../platform/http/refusal.js';

const ofState = (state: string) =>
  `(SELECT count(*) FROM package_extension_item i WHERE i.tenant_id = b.tenant_id AND i.extension_id = b.id AND i.state = '${state}')`;

/** SQL: a PackageExtension as JSON, from a package_extension `b`. */
export const extensionView = `json_build_object('id', b.id, 'at', to_char(b.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', b.actor_name,
  'reason', b.reason, 'days', b.days, 'until', b.until, 'state', b.state, 'packages', b.packages, 'waiting', ${ofState('waiting')},
  'extended', ${ofState('extended')}, 'skipped', ${ofState('skipped')}, 'undone', ${ofState('undone')}, 'kept', ${ofState('kept')},
  'leftOut', (SELECT coalesce(json_agg(json_build_object('why', l.key, 'packages', l.value) ORDER BY l.value DESC, l.key), '[]') FROM jsonb_each(b.left_out) l))`;

export async function readExtensionIn(tx: Tx, tenantId: string, id: string): Promise<PackageExtension> {
  const row = await tx.row<{ view: PackageExtension }>(
    `SELECT ${extensionView} AS view FROM package_extension b WHERE b.tenant_id = $1 AND b.id = $2`,
    [tenantId, id],
  );
  return found(row).view;
}

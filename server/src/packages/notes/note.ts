import type { PackageNote } from '@bookinda/contracts/packages/package';
import type { Tx } from '../../platform/database/database.js';
import type { Actor } from '../../platform/events/record.js';
import { found } from '../../platform/http/refusal.js';

/** SQL: a PackageNote as JSON, from a package_note `n`. */
export const noteView = `json_build_object('id', n.id, 'at', to_char(n.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'author', n.author_name, 'text', n.body, 'pinned', n.pinned)`;

/** PK-15: writes a note in the transaction of whatever it belongs to. */
export async function enterNote(
  tx: Tx,
  tenantId: string,
  packageId: string,
  { text, pinned, author }: { text: string; pinned: boolean; author: Actor },
): Promise<PackageNote> {
  const row = await tx.row<{ note: PackageNote }>(
    `INSERT INTO package_note AS n (tenant_id, package_id, body, pinned, author_kind, author_id, author_name)
     SELECT p.tenant_id, p.id, $3, $4, $5, $6, $7 FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2 RETURNING ${noteView} AS note`,
    [tenantId, packageId, text, pinned, author.kind, author.id, author.name],
  );
  return found(row).note;
}

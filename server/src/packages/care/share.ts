import { transferShare } from '@bookinda/contracts/packages/package-price';
import type { Tx } from '../../platform/database/database.js';
import { found, Refusal } from '../../platform/http/refusal.js';

/** One service of a package, with what one session cost before the discount; null where nobody said. */
interface Line {
  id: string;
  name: string;
  total: number;
  used: number;
  remaining: number;
  unitPrice: number | null;
}

/** What goes over with some sessions, in minor units. */
export interface Share {
  line: Line;
  price: number;
  paid: number;
  original: number | null;
}

const read = `SELECT p.price::float8 AS price, p.paid::float8 AS paid, (p.original_price - p.original_moved)::float8 AS original, p.currency,
    (SELECT json_agg(json_build_object('id', s.id, 'name', s.name, 'total', s.total - s.moved, 'used', s.used - s.moved, 'remaining', s.total - s.used,
      'unitPrice', s.unit_price) ORDER BY s.position) FROM package_service s WHERE s.tenant_id = $1 AND s.package_id = p.id) AS lines
  FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2`;

interface MoneyRow {
  price: number;
  paid: number;
  original: number | null;
  currency: string;
  lines: Line[];
}

/** PK-19: the part of `sessions` of a service; a service of another package is none, and more than is left is refused. */
export async function shareOf(
  tx: Tx,
  tenantId: string,
  id: string,
  { service, sessions }: { service: string; sessions: number },
): Promise<Share> {
  const { lines, ...money } = found(await tx.row<MoneyRow>(read, [tenantId, id]));
  const at = lines.findIndex((line) => line.id === service);
  const line = found(lines[at]);
  if (sessions > line.remaining) throw new Refusal('nothing-left', 'Fewer sessions are left.');
  return { line, ...transferShare(money, lines, at, sessions) };
}

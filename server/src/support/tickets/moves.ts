import { type Act, presets, statusKinds } from '@bookinda/contracts/support/ticket-lifecycle';

/** Column `act` of every preset's table as JSON for SQL: `{"salon-support": {"new": "working", …}}`. A missing kind is refused. */
export function movesFor(act: Act): string {
  const column = Object.entries(presets).map(([name, { moves }]) => [
    name,
    Object.fromEntries(statusKinds.flatMap((kind) => (moves[kind][act] ? [[kind, moves[kind][act]]] : []))),
  ]);
  return JSON.stringify(Object.fromEntries(column));
}

/** SQL: the desk's first status of a kind; keeps the current code when the kind stays (a desk may have several). */
export function statusOfKind(ticket: string, kind: string): string {
  return `CASE WHEN ${kind} = ${ticket}.kind THEN ${ticket}.status ELSE
    (SELECT s.code FROM ticket_status s WHERE s.tenant_id = ${ticket}.tenant_id AND s.kind = ${kind} AND NOT s.retired ORDER BY s.position LIMIT 1) END`;
}

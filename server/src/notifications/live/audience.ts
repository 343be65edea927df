import type { LiveChange } from '@bookinda/contracts/notifications/live';
import type { Database, Scope } from '../../platform/database/database.js';

/** Whose events a stream carries. Streams with equal audiences share one reading of the rows. */
export interface Audience extends Scope {
  /** Row-level security and the filter below narrow to this customer; null = not narrowed. */
  readonly customerId: string | null;
  readonly publicOnly: boolean;
  readonly tickets: boolean;
  readonly packages: boolean;
  /** Events about neither. */
  readonly others: boolean;
  /** That ticket and nothing else (a mail's link). */
  readonly onlyTicket: string | null;
  /** Tickets this member opened (BS-11: RECEPTION). */
  readonly onlyPerson: string | null;
}

/** The most that is made up after a break; whoever missed more reads its lists again anyway. */
const atMost = 500;

const visible = `e.tenant_id = $1 AND (e.public OR NOT $3)
  AND CASE WHEN e.ticket_id IS NOT NULL THEN $4::boolean WHEN e.package_id IS NOT NULL THEN $5::boolean ELSE $6::boolean END
  AND ($7::uuid IS NULL OR e.customer_id = $7) AND ($8::uuid IS NULL OR e.ticket_id = $8)
  AND (e.ticket_id IS NULL OR EXISTS (SELECT FROM ticket t WHERE t.tenant_id = $1 AND t.id = e.ticket_id
    AND ($7::uuid IS NULL OR t.customer_id = $7) AND ($9::uuid IS NULL OR t.requester_person = $9)))
  AND (e.package_id IS NULL OR EXISTS (SELECT FROM sold_package p WHERE p.tenant_id = $1 AND p.id = e.package_id
    AND ($7::uuid IS NULL OR p.customer_id = $7)))`;
const change = 'e.id, e.kind, e.ticket_id AS ticket, e.package_id AS package, e.customer_id AS customer';

const named = {
  name: 'live-named',
  text: `SELECT ${change} FROM event e WHERE e.id = ANY ($2::uuid[]) AND ${visible} ORDER BY e.id`,
};
const since = {
  name: 'live-since',
  text: `SELECT * FROM (SELECT ${change} FROM event e WHERE e.id >= $2::uuid AND ${visible} ORDER BY e.id DESC LIMIT ${atMost}) newest ORDER BY id`,
};

/** What the audience may know of these events; ids it may not know, or that do not exist, give nothing. */
export function changesFor(db: Database, audience: Audience, events: string[]): Promise<LiveChange[]> {
  return db.statement<LiveChange>(audience, named, valuesOf(audience, events));
}

/** What the audience may know from a moment on (milliseconds), oldest first. */
export function changesSince(db: Database, audience: Audience, moment: number): Promise<LiveChange[]> {
  return db.statement<LiveChange>(audience, since, valuesOf(audience, firstIdAt(moment)));
}

/** The moment in an event's id, or undefined when it is no id of ours. */
export function momentOf(id: string): number | undefined {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(id) ?? [];
  return high && low ? Number.parseInt(high + low, 16) : undefined;
}

/** The smallest uuidv7 of a millisecond. */
function firstIdAt(moment: number): string {
  const hex = Math.max(0, Math.floor(moment)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

function valuesOf(audience: Audience, events: string[] | string): unknown[] {
  const { tenantId, publicOnly, tickets, packages, others, customerId, onlyTicket, onlyPerson } = audience;
  return [tenantId, events, publicOnly, tickets, packages, others, customerId, onlyTicket, onlyPerson];
}

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

/** The most events that are sent after a break; a stream that missed more gets `resync`. */
export const mostMissed = 500;

/** What ends streams that a mail's link opened; those alone hear of it beside the desk. */
export const linksEnded = 'ticket-links-ended';

const visible = `e.tenant_id = $1 AND (e.public OR NOT $3 OR ($8::uuid IS NOT NULL AND e.kind = '${linksEnded}'))
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
/** A customer's, a ticket's and a tenant's catch-up are statements of their own, so that each is one range of its index. */
export const since = {
  customer: sinceBy('customer', 'e.customer_id = $7 AND e.public AND'),
  ticket: sinceBy('ticket', 'e.ticket_id = $8 AND'),
  tenant: sinceBy('tenant', ''),
};

function sinceBy(kind: string, narrowed: string): { name: string; text: string } {
  return {
    name: `live-since-${kind}`,
    text: `SELECT * FROM (SELECT ${change} FROM event e WHERE ${narrowed} e.id >= $2::uuid AND ${visible}
      ORDER BY e.id DESC LIMIT ${mostMissed}) newest ORDER BY id`,
  };
}

const concerned = {
  name: 'live-concerned',
  text: 'SELECT customer_id AS customer, ticket_id AS ticket FROM event WHERE tenant_id = $1 AND id = ANY ($2::uuid[])',
};

/** The customers and tickets that these events are about. The streams of all others are not affected. */
export async function concernedBy(db: Database, tenantId: string, events: string[]): Promise<Set<string>> {
  const rows = await db.statement<{ customer: string | null; ticket: string | null }>({ tenantId }, concerned, [
    tenantId,
    events,
  ]);
  return new Set(rows.flatMap(({ customer, ticket }) => [customer, ticket]).filter((id) => id !== null));
}

/** What the audience may know of these events; ids it may not know, or that do not exist, give nothing. */
export function changesFor(db: Database, audience: Audience, events: string[]): Promise<LiveChange[]> {
  return db.statement<LiveChange>(audience, named, valuesOf(audience, events));
}

/** What the audience may know from a moment on (milliseconds), oldest first. */
export function changesSince(db: Database, audience: Audience, moment: number): Promise<LiveChange[]> {
  const kind = audience.onlyTicket ? 'ticket' : audience.customerId && audience.publicOnly ? 'customer' : 'tenant';
  return db.statement<LiveChange>(audience, since[kind], valuesOf(audience, firstIdAt(moment)));
}

/** The moment in an event's id, or undefined when it is no id of ours. */
export function momentOf(id: string): number | undefined {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(id) ?? [];
  return high && low ? Number.parseInt(high + low, 16) : undefined;
}

/** The smallest uuidv7 of a millisecond. */
export function firstIdAt(moment: number): string {
  const hex = Math.max(0, Math.floor(moment)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

function valuesOf(audience: Audience, events: string[] | string): unknown[] {
  const { tenantId, publicOnly, tickets, packages, others, customerId, onlyTicket, onlyPerson } = audience;
  return [tenantId, events, publicOnly, tickets, packages, others, customerId, onlyTicket, onlyPerson];
}

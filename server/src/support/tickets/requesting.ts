import type { Scope } from '../../platform/database/database.js';
import type { Actor } from '../../platform/events/record.js';

/**
 * Somebody on the requester's side of a desk, whichever door they came through: a visitor on a page, a proven customer,
 * the holder of a mail's link, a member writing for the salon. `tenantId` is the desk's.
 */
export interface Requesting extends Scope {
  readonly tenantId: string;
  /** Null for visitors and passes: row-level security then leaves tickets to the filters below. */
  readonly customerId: string | null;
  /** Sees only what this person opened (BS-11: RECEPTION). */
  readonly onlyPerson: string | null;
  /** Sees this ticket alone (a mail's link). */
  readonly onlyTicket: string | null;
  readonly actor: Actor;
  /** The member writing; null for people. */
  readonly person: string | null;
  readonly email: string | null;
  /** Whose uploads may be taken, as the file table says it. */
  readonly fileOwner: string;
}

/** Positions of the three parameters every requester's statement starts with, after the tenant. */
export const ownTicket = (ticket: string) =>
  `${ticket}.tenant_id = $1 AND (${ticket}.customer_id = $2 OR ${ticket}.id = $4) AND ($3::uuid IS NULL OR ${ticket}.requester_person = $3)`;

/** The values of `ownTicket`: nobody sees a ticket by leaving all of them out. */
export function ownValues(requesting: Requesting): [string, string | null, string | null, string | null] {
  return [requesting.tenantId, requesting.customerId, requesting.onlyPerson, requesting.onlyTicket];
}

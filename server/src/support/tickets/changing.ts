import type { TicketState } from '@bookinda/contracts/support/ticket';
import type { Act, PresetName, StatusKind } from '@bookinda/contracts/support/ticket-lifecycle';
import { formatNumber } from '@bookinda/contracts/support/ticket-lifecycle';
import type { Scope, Tx } from '../../platform/database/database.js';
import { type Actor, recordEvent } from '../../platform/events/record.js';
import { found } from '../../platform/http/refusal.js';
import { type Change, Ticket } from './ticket.entity.js';

/** A locked ticket with its desk's rules, for one change in one transaction. */
export interface OpenForChange {
  ticket: Ticket;
  preset: PresetName;
  numberPrefix: string;
  numberWidth: number;
  /** The transaction's time, as every row written by it has it. */
  now: Date;
}

/** Locks the ticket; 404 when it is not there or `mayTouch` says no. */
export async function lockTicket(
  tx: Tx,
  scope: Scope,
  id: string,
  mayTouch: (ticket: Ticket) => boolean = () => true,
): Promise<OpenForChange> {
  const ticket = await tx.entities.findOne(Ticket, {
    where: { tenantId: scope.tenantId, id },
    lock: { mode: 'pessimistic_write' },
  });
  const desk = await tx.row<{ preset: PresetName; number_prefix: string; number_width: number; now: Date }>(
    'SELECT preset, number_prefix, number_width, now() FROM desk WHERE tenant_id = $1',
    [scope.tenantId],
  );
  if (ticket && !mayTouch(ticket)) return found<OpenForChange>(null);
  const { preset, number_prefix, number_width, now } = found(desk);
  return { ticket: found(ticket), preset, numberPrefix: number_prefix, numberWidth: number_width, now };
}

/** The desk's status for where `act` leads. */
export async function statusAfter(
  tx: Tx,
  { ticket, preset }: OpenForChange,
  act: Act,
): Promise<{ code: string; kind: StatusKind }> {
  const kind = ticket.kindAfter(act, preset);
  return found(
    await tx.row<{ code: string; kind: StatusKind }>(
      'SELECT code, kind FROM ticket_status WHERE tenant_id = $1 AND kind = $2 AND NOT retired ORDER BY position LIMIT 1',
      [ticket.tenantId, kind],
    ),
  );
}

/** Saves the ticket with one event per change and says where it stands. */
export async function saveChanges(
  tx: Tx,
  scope: Scope,
  open: OpenForChange,
  actor: Actor,
  changes: { kind: string; change: Change; public: boolean; data?: Record<string, unknown> }[],
): Promise<TicketState> {
  const { ticket } = open;
  for (const { kind, change, public: isPublic, data } of changes) {
    const event = await recordEvent(tx, scope, {
      kind,
      actor,
      ticketId: ticket.id,
      customerId: ticket.customerId,
      public: isPublic,
      data: { change, messages: ticket.messageCount, ...data },
    });
    if (isPublic) ticket.lastPublicEvent = event;
  }
  if (changes.length > 0) await tx.entities.save(Ticket, ticket);
  return {
    id: ticket.id,
    number: formatNumber(open.numberPrefix, open.numberWidth, Number(ticket.number)),
    status: ticket.status,
    kind: ticket.kind,
    seen: ticket.lastPublicEvent,
    message: null,
  };
}

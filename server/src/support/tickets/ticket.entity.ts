import {
  type Act,
  moveTo,
  type PresetName,
  type Resolution,
  type StatusKind,
} from '@bookinda/contracts/support/ticket-lifecycle';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Refusal } from '../../platform/http/refusal.js';

/** What changed, as the event keeps it. */
export interface Change {
  field: string;
  from: string | null;
  to: string | null;
}

/** A ticket for the verbs of a desk's day that are not hot; opening and replying are statements of their own. */
@Entity({ name: 'ticket', synchronize: false })
export class Ticket {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'bigint' })
  number!: string;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'text' })
  category!: string;

  @Column({ type: 'text' })
  status!: string;

  @Column({ type: 'text' })
  kind!: StatusKind;

  @Column({ name: 'customer_id', type: 'uuid', nullable: true })
  customerId!: string | null;

  @Column({ name: 'requester_person', type: 'uuid', nullable: true })
  requesterPerson!: string | null;

  @Column({ name: 'assignee_id', type: 'uuid', nullable: true })
  assigneeId!: string | null;

  @Column({ type: 'text', nullable: true })
  resolution!: Resolution | null;

  @Column({ name: 'closing_reason', type: 'text', nullable: true })
  closingReason!: string | null;

  /** Public messages. */
  @Column({ name: 'message_count', type: 'int' })
  messageCount!: number;

  @Column({ name: 'last_activity_at', type: 'timestamptz' })
  lastActivityAt!: Date;

  @Column({ name: 'resolved_at', type: 'timestamptz', nullable: true })
  resolvedAt!: Date | null;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'last_public_event', type: 'uuid' })
  lastPublicEvent!: string;

  /** The kind `act` leads to, or `move-refused` / `ticket-closed` (BS-05). */
  kindAfter(act: Act, preset: PresetName): StatusKind {
    const kind = moveTo(preset, this.kind, act);
    if (kind) return kind;
    throw new Refusal(this.kind === 'closed' ? 'ticket-closed' : 'move-refused');
  }

  /** Enters `status` of `kind` at `now`; a status change is activity (BS-08). */
  enter(
    status: { code: string; kind: StatusKind },
    now: Date,
    { resolution = null, reason = null }: { resolution?: Resolution | null; reason?: string | null } = {},
  ): Change {
    const change = { field: 'status', from: this.status, to: status.code };
    this.status = status.code;
    this.kind = status.kind;
    this.lastActivityAt = now;
    this.resolvedAt = status.kind === 'solved' ? now : status.kind === 'closed' ? this.resolvedAt : null;
    this.resolution =
      status.kind === 'solved' ? (resolution ?? 'answered') : status.kind === 'closed' ? this.resolution : null;
    this.closedAt = status.kind === 'closed' ? now : null;
    this.closingReason = status.kind === 'closed' ? reason : null;
    return change;
  }

  /** Null = nobody. Assignment is no activity (BS-08). Undefined when nothing changes. */
  assign(personId: string | null): Change | undefined {
    if (personId === this.assigneeId) return undefined;
    const change = { field: 'assignee', from: this.assigneeId, to: personId };
    this.assigneeId = personId;
    return change;
  }

  /** Corrects one field; undefined when nothing changes. */
  edit(field: 'subject' | 'category', value: string): Change | undefined {
    if (this[field] === value) return undefined;
    const change = { field, from: this[field], to: value };
    this[field] = value;
    return change;
  }
}

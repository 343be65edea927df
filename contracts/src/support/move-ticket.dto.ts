import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { limits } from '../limits.js';
import { type Act, type Resolution, resolutions } from './ticket-lifecycle.js';

/** A status change by hand: one of the ticket's `moves`. */
export class MoveTicket {
  @IsIn(['desk-acknowledges', 'desk-resolves', 'desk-reopens'])
  act!: Extract<Act, 'desk-acknowledges' | 'desk-resolves' | 'desk-reopens'>;

  /** With `desk-resolves`; `answered` when left out. */
  @IsOptional()
  @IsIn(resolutions)
  resolution?: Resolution;
}

/** BS-09: the requester closes, from any status. */
export class CloseTicket {
  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  reason?: string;
}

/** The assignee: a member's id, or null for nobody. */
export class AssignTicket {
  @ValidateIf((input: AssignTicket) => input.assignee !== null)
  @IsUUID()
  assignee!: string | null;
}

/** Fields the desk may correct; only what is sent changes. */
export class EditTicket {
  @IsOptional()
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.subject)
  subject?: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  category?: string;
}

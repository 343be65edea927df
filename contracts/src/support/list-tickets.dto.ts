import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { limits } from '../limits.js';
import { PageInput } from '../page.dto.js';

/** A requester's own list (BS-01). */
export class ListOwnTickets extends PageInput {
  /** Left out: all. */
  @IsOptional()
  @IsIn(['open', 'closed'])
  tab?: 'open' | 'closed';

  @IsOptional()
  @IsString()
  @MaxLength(60)
  category?: string;

  /** Number in any form ("123", "TKT-123", "tkt-0123"), or words of subject and public text. */
  @IsOptional()
  @IsString()
  @MaxLength(limits.search)
  q?: string;
}

/** The desk's list, newest activity first. */
export class ListTickets extends ListOwnTickets {
  /** A status code. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  status?: string;

  /** A member's id, `me` or `nobody`. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  assignee?: string;

  @IsOptional()
  @IsUUID()
  customer?: string;
}

import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { limits } from '../limits.js';
import { type Resolution, resolutions } from './ticket-lifecycle.js';

/** A message of the requester's side. On a resolved ticket it re-opens (BS-07). */
export class RequesterMessage {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.message)
  body!: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.files.perMessage)
  @IsUUID('all', { each: true })
  uploads?: string[];
}

/** A public answer of the desk. */
export class ReplyToTicket extends RequesterMessage {
  /** `seen` of the ticket as the writer read it; a newer public message of someone else refuses with `newer-activity`. */
  @IsOptional()
  @IsUUID()
  seen?: string;

  /** Send although something newer arrived. */
  @IsOptional()
  @IsBoolean()
  force?: boolean;

  /** Resolve with this reply, in the same act and the same mail. */
  @IsOptional()
  @IsIn(resolutions)
  resolve?: Resolution;
}

/** An internal note: the desk's eyes only, never activity (BS-08). */
export class NoteOnTicket {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.note)
  body!: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.files.perMessage)
  @IsUUID('all', { each: true })
  uploads?: string[];
}

import { IsBoolean, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { limits } from '../limits.js';

/** PK-15: for the salon's staff only. */
export class NoteOnPackage {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.note)
  text!: string;

  @IsOptional()
  @IsBoolean()
  pinned?: boolean;
}

export class PinNote {
  @IsBoolean()
  pinned!: boolean;
}

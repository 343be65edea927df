import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { limits } from '../limits.js';

/** PK-08, PK-09: ±1. `-1` marks one more session used, `+1` gives one back. */
export class CorrectSessions {
  @IsUUID()
  service!: string;

  @IsIn([-1, 1])
  change!: -1 | 1;

  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  reason?: string;
}

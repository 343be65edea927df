import { IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { limits } from '../limits.js';
import { IsLocalDate } from '../local-date.js';

/** PK-09…PK-11. */
export class ChangeExpiry {
  /** The last valid day, today or later; null: never expires. */
  @ValidateIf((input: ChangeExpiry) => input.expiresOn !== null)
  @IsLocalDate()
  expiresOn!: string | null;

  /** Needed to restore an expired package. */
  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  reason?: string;
}

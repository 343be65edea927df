import { IsBoolean, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { limits } from '../limits.js';

/** PK-07: one click = one session, or n. */
export class RedeemSession {
  /** A service of this package. */
  @IsUUID()
  service!: string;

  /** Default 1. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(limits.sessionsPerRedemption)
  sessions?: number;

  /** The member who gave the service; default: the caller. */
  @IsOptional()
  @IsUUID()
  staff?: string;

  /** The host's appointment id. */
  @IsOptional()
  @IsString()
  @MaxLength(limits.reference)
  appointment?: string;

  /** Redeem although another device redeemed the same service less than a minute ago (409 `redeemed-just-now`). */
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

/** PK-08: undo of a named redemption, once. */
export class ReverseRedemption {
  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  reason?: string;
}

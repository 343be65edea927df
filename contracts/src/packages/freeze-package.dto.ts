import { IsOptional, IsString, MaxLength } from 'class-validator';
import { limits } from '../limits.js';
import { IsLocalDate } from '../local-date.js';

/** PK-19: nothing is redeemed from `from` through `until`; the expiry moves by exactly these days. */
export class FreezePackage {
  /** The first frozen day: today or later, not after the last valid day. */
  @IsLocalDate()
  from!: string;

  /** The last frozen day, at most ten years later; left out: until it is thawed. */
  @IsOptional()
  @IsLocalDate()
  until?: string;

  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  reason?: string;
}

/** PK-19: usable again from today; only the days really frozen move the expiry. */
export class ThawPackage {
  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  reason?: string;
}

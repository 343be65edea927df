import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { limits } from '../limits.js';
import { Nested } from '../nested.js';
import type { SettleLimits } from './package-matter.js';
import { type PackageMessage, packageMessages } from './package-settings.js';

/** PK-21: per ticket, for RECEPTION and AGENT; 0: they may not. */
class ChangeSettleLimits implements SettleLimits {
  @IsInt()
  @Min(0)
  @Max(limits.sessionsPerRedemption)
  sessions!: number;

  @IsInt()
  @Min(0)
  @Max(limits.validDays)
  days!: number;

  /** Minor units; in HUF whole forints, multiples of 100. */
  @IsInt()
  @Min(0)
  @Max(limits.money)
  refund!: number;
}

/** PK-17: all of the settings anew. */
export class ChangePackageSettings {
  /** How many days before the last valid day a customer is reminded; 1–90. */
  @IsInt()
  @Min(1)
  @Max(limits.reminderDays)
  reminderDays!: number;

  /** Messages that are not sent. */
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(packageMessages.length)
  @IsIn(packageMessages, { each: true })
  muted!: PackageMessage[];

  /** PK-13: redeem only up to the paid value; left out: as it was. */
  @IsOptional()
  @IsBoolean()
  onlyPaidValue?: boolean;

  /** PK-20: STAFF may redeem; left out: as it was. */
  @IsOptional()
  @IsBoolean()
  staffRedeems?: boolean;

  /** PK-21; left out: as it was. */
  @IsOptional()
  @Nested(ChangeSettleLimits)
  settleLimits?: ChangeSettleLimits;
}

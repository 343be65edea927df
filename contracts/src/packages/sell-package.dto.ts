import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { limits } from '../limits.js';
import { IsLocalDate } from '../local-date.js';
import { Nested } from '../nested.js';
import { PackageLine } from './package-template.dto.js';
import { TakePayment } from './payment.dto.js';

/** What every sale may say besides what is sold. */
export class SaleDetails {
  /** Last valid day, instead of what the template, days or months, or the proposal say. Not before today. */
  @IsOptional()
  @IsLocalDate()
  expiresOn?: string;

  /** The first payment; `{"rest": true, …}` pays all of it. */
  @IsOptional()
  @Nested(TakePayment)
  payment?: TakePayment;

  /** Becomes the first note. */
  @IsOptional()
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.note)
  note?: string;
}

/**
 * PK-01: from a `template` (its services, discount and validity as they are now), or custom with `name` and `services`.
 * What was sold is a snapshot: the template may change or retire later.
 */
export class SellPackage extends SaleDetails {
  @IsUUID()
  customer!: string;

  /** Excludes services, discount and validity. */
  @IsOptional()
  @IsUUID()
  template?: string;

  /** Needed for a custom package; with a template: another name for this one. */
  @IsOptional()
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.name)
  name?: string;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(limits.packageServices)
  @Nested(PackageLine, { each: true })
  services?: PackageLine[];

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  discountPercent?: number;

  /** Minor units, at most the sum; in HUF whole forints, multiples of 100. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(limits.money)
  discountAmount?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(limits.validDays)
  validDays?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(limits.validMonths)
  validMonths?: number;
}

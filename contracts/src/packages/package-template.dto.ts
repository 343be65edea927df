import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { limits } from '../limits.js';
import { Nested } from '../nested.js';
import { PageInput } from '../page.dto.js';

/** A service of a package on offer. */
export class PackageLine {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.name)
  name!: string;

  /** Sessions. */
  @IsInt()
  @Min(1)
  @Max(limits.sessionsPerService)
  quantity!: number;

  /** Minor units for one session; in HUF whole forints, multiples of 100. */
  @IsInt()
  @Min(0)
  @Max(limits.money)
  unitPrice!: number;
}

/** PK-01. `discountPercent` and `discountAmount` exclude each other, and so do `validDays` and `validMonths`. */
export class CreateTemplate {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.name)
  name!: string;

  @IsOptional()
  @IsString()
  @MaxLength(limits.description)
  description?: string;

  /** In the order of the card; no name twice. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(limits.packageServices)
  @Nested(PackageLine, { each: true })
  services!: PackageLine[];

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

/** The whole template anew: a field left out is empty afterwards. What was sold before stays as it was sold. */
export class EditTemplate extends CreateTemplate {
  /** A retired one is not sold any more and can come back. */
  @IsIn(['active', 'retired'])
  state!: 'active' | 'retired';
}

/** By name. */
export class ListTemplates extends PageInput {
  /** Left out: both. */
  @IsOptional()
  @IsIn(['active', 'retired'])
  state?: 'active' | 'retired';
}

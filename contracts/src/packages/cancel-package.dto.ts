import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { limits } from '../limits.js';
import { type CancelReason, cancelReasons } from './package.js';

/** PK-14: final. Payments stay; money given back is a refund of its own. */
export class CancelPackage {
  @IsIn(cancelReasons)
  reason!: CancelReason;

  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  note?: string;
}

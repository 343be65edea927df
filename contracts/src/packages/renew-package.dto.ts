import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { limits } from '../limits.js';
import { IsLocalDate } from '../local-date.js';
import { Nested } from '../nested.js';
import { TakePayment } from './payment.dto.js';

/** PK-19: the same once more to the same customer, by the terms of `propose-renewal`. */
export class RenewPackage {
  /** Last valid day instead of the proposed one. Not before today. */
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

import { Equals, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { limits } from '../limits.js';
import { IsLocalDate } from '../local-date.js';
import { type PaymentMethod, paymentMethods } from './payment.js';

/** PK-12: either `amount` or `rest`. */
export class TakePayment {
  /** Minor units, at most what is due; in HUF whole forints, multiples of 100. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(limits.money)
  amount?: number;

  /** "Mark paid": whatever is due at this moment. */
  @IsOptional()
  @Equals(true)
  rest?: true;

  @IsIn(paymentMethods)
  method!: PaymentMethod;

  /** Default: today. Never later. */
  @IsOptional()
  @IsLocalDate()
  paidOn?: string;
}

/** PK-14: money given back, at most what was paid; the only money entry a cancelled package takes. */
export class RefundPayment {
  /** Minor units; in HUF whole forints, multiples of 100. */
  @IsInt()
  @Min(1)
  @Max(limits.money)
  amount!: number;

  @IsIn(paymentMethods)
  method!: PaymentMethod;

  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  reason?: string;
}

/** PK-12: a payment entered by mistake is taken back by an entry of its own, once. */
export class ReversePayment {
  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  reason?: string;
}

import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min, ValidateIf } from 'class-validator';
import { limits } from '../limits.js';
import { IsLocalDate } from '../local-date.js';
import { ReplyToTicket } from '../support/reply.dto.js';
import { type Remedy, remedies } from './package-matter.js';
import { type PaymentMethod, paymentMethods } from './payment.js';

const of = (remedy: Remedy) => (input: SettlePackageMatter) => input.remedy === remedy;

/**
 * PK-21: an answer and a remedy, both or neither. `restore` takes either `redemption` (reversed as a whole) or `service` and
 * `sessions` (given back by correction); `extend` takes `expiresOn`; `refund` takes `amount` and `method`.
 */
export class SettlePackageMatter extends ReplyToTicket {
  @IsIn(remedies)
  remedy!: Remedy;

  /** Although something was done on this ticket before; else `already-settled`. */
  @IsOptional()
  @IsBoolean()
  again?: boolean;

  @ValidateIf((input: SettlePackageMatter) => input.redemption !== undefined)
  @IsUUID()
  redemption?: string;

  /** A service of the package. */
  @ValidateIf((input: SettlePackageMatter) => of('restore')(input) && input.redemption === undefined)
  @IsUUID()
  service?: string;

  @ValidateIf((input: SettlePackageMatter) => of('restore')(input) && input.redemption === undefined)
  @IsInt()
  @Min(1)
  @Max(limits.sessionsPerRedemption)
  sessions?: number;

  /** The new last valid day, later than the one before; null: never expires. */
  @ValidateIf((input: SettlePackageMatter) => of('extend')(input) && input.expiresOn !== null)
  @IsLocalDate()
  expiresOn?: string | null;

  /** Minor units, at most what was paid; in HUF whole forints, multiples of 100. */
  @ValidateIf(of('refund'))
  @IsInt()
  @Min(1)
  @Max(limits.money)
  amount?: number;

  @ValidateIf(of('refund'))
  @IsIn(paymentMethods)
  method?: PaymentMethod;
}

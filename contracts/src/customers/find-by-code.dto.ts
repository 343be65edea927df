import { IsString, MaxLength } from 'class-validator';
import { limits } from '../limits.js';

/** The code a customer shows. */
export class FindByCode {
  /** Capitals, spaces and hyphens do not matter. */
  @IsString()
  @MaxLength(limits.customerCode)
  code!: string;
}

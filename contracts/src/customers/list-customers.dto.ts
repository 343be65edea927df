import { IsOptional, IsString, MaxLength } from 'class-validator';
import { limits } from '../limits.js';
import { PageInput } from '../page.dto.js';

/** By name. */
export class ListCustomers extends PageInput {
  /** Start of a word of the name, or of the address; accents do not matter. */
  @IsOptional()
  @IsString()
  @MaxLength(limits.search)
  q?: string;
}

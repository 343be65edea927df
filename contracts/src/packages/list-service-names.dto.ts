import { IsOptional, IsString, MaxLength } from 'class-validator';
import { limits } from '../limits.js';

/** Which names of services the salon's packages have. */
export class ListServiceNames {
  /** Beginning of a name or of a word in it; capitals and accents do not matter. */
  @IsOptional()
  @IsString()
  @MaxLength(limits.name)
  q?: string;
}

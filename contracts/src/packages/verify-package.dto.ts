import { IsOptional, Matches } from 'class-validator';

/** PK-22. */
export class VerifyPackage {
  /** The check code of a mail or receipt somebody kept: 64 hexadecimal digits. */
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  head?: string;
}

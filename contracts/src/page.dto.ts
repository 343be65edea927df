import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** What every list takes. */
export class PageInput {
  /** Items per page, 1–100, default 50. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  /** The `next` of the page before. A cursor of another tenant or list is refused (400 `invalid-cursor`). */
  @IsOptional()
  @IsString()
  @MaxLength(512)
  after?: string;
}

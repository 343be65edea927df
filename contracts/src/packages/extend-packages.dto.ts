import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { limits } from '../limits.js';
import { IsLocalDate } from '../local-date.js';
import { PageInput } from '../page.dto.js';
import { PackageFilter } from './list-packages.dto.js';
import { type ExtensionResultState, extensionResultStates } from './package-extension.js';

/** PK-19: every package that passes the filters, by `days` or to `until`. Nothing is ever shortened. */
export class PreviewExtension extends PackageFilter {
  /** So many days later than now. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(limits.validDays)
  days?: number;

  /** The new last valid day, today or later. */
  @IsOptional()
  @IsLocalDate()
  until?: string;
}

export class ExtendPackages extends PreviewExtension {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.reason)
  reason!: string;
}

/** What became of each, in the order of their ids. */
export class ListExtensionResults extends PageInput {
  @IsOptional()
  @IsIn(extensionResultStates)
  state?: ExtensionResultState;
}

import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { limits } from '../limits.js';
import { type PackageMessage, packageMessages } from './package-settings.js';

/** PK-17: all of the settings anew. */
export class ChangePackageSettings {
  /** How many days before the last valid day a customer is reminded; 1–90. */
  @IsInt()
  @Min(1)
  @Max(limits.reminderDays)
  reminderDays!: number;

  /** Messages that are not sent. */
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(packageMessages.length)
  @IsIn(packageMessages, { each: true })
  muted!: PackageMessage[];
}

import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { limits } from '../limits.js';
import { type PackageMatterKind, packageMatterKinds } from './package-matter.js';

/** PK-21: a customer's ticket about her package: something is wrong with one step of its history, or she wants it again. */
export class OpenPackageTicket {
  @IsIn(packageMatterKinds)
  about!: PackageMatterKind;

  /** The disputed step of the history; for a dispute only. */
  @ValidateIf((ticket: OpenPackageTicket) => ticket.about === 'dispute' || ticket.step !== undefined)
  @IsUUID()
  step?: string;

  /** What happened, in her words; needed for a dispute. */
  @ValidateIf((ticket: OpenPackageTicket) => ticket.about === 'dispute' || ticket.description !== undefined)
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.description)
  description?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.files.perMessage)
  @IsUUID('all', { each: true })
  uploads?: string[];

  /** Language of the page, for the mails that follow. */
  @IsOptional()
  @IsString()
  @MaxLength(12)
  language?: string;
}

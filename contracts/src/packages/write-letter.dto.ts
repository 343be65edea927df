import { Equals, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { limits } from '../limits.js';
import { PageInput } from '../page.dto.js';
import { PackageFilter } from './list-packages.dto.js';
import { type LetterResultState, letterResultStates } from './package-letter.js';

/** PK-06: to everybody with a package that passes the filters. Words in braces are filled in for each, see `letterPlaceholders`. */
export class PreviewLetter extends PackageFilter {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.subject)
  subject!: string;

  /** Empty lines part paragraphs. */
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.letter)
  body!: string;

  /** Whose letter is shown; left out: the first one's. */
  @IsOptional()
  @IsUUID()
  customer?: string;
}

export class SendLetter extends PackageFilter {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.subject)
  subject!: string;

  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.letter)
  body!: string;

  /** Although the same words went out in the last 30 days (else `sent-before`). */
  @IsOptional()
  @Equals(true)
  again?: true;
}

/** What became of each, in the order of their ids. */
export class ListLetterResults extends PageInput {
  @IsOptional()
  @IsIn(letterResultStates)
  state?: LetterResultState;
}

import { IsEmail, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { limits } from '../limits.js';

/** What a plain HTML form sends where there is no script: the fields of a visitor's ticket and the page's key. */
export class PlainTicket {
  @IsString()
  @MaxLength(200)
  siteKey!: string;

  @IsString()
  @Matches(/\S/)
  @MaxLength(60)
  type!: string;

  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.subject)
  subject!: string;

  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.description)
  description!: string;

  @IsEmail()
  @MaxLength(limits.email)
  email!: string;

  @IsOptional()
  @IsString()
  @MaxLength(limits.name)
  name?: string;

  /** Language of the page, for the answer and the mails. */
  @IsOptional()
  @IsString()
  @MaxLength(12)
  language?: string;

  /** Where the last page leads back to: an address on one of the site key's origins, else the origin of the form's page is used. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  returnTo?: string;

  /** Honeypot: hidden from people. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  website?: string;

  /** From the page that asks to check: proves that these very fields were shown there. Absent the first time. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  check?: string;
}

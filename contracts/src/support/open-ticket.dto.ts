import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { limits } from '../limits.js';

/** What both ways of opening share: the words and the files (BS-06). */
export class TicketWords {
  /** A category code of this desk. */
  @IsString()
  @MinLength(1)
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

  /** Ids of uploads that are not taken yet. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.files.perMessage)
  @IsUUID('all', { each: true })
  uploads?: string[];

  /** The ticket this one follows (BS-07). */
  @IsOptional()
  @IsUUID()
  followUpOf?: string;
}

/** A visitor's or signed-in customer's ticket (WX-01). `email` is required unless a customer token proves who writes. */
export class OpenTicket extends TicketWords {
  @IsOptional()
  @IsEmail()
  @MaxLength(limits.email)
  email?: string;

  @IsOptional()
  @IsString()
  @MaxLength(limits.name)
  name?: string;

  /** Language of the page, for the mails that follow. */
  @IsOptional()
  @IsString()
  @MaxLength(12)
  language?: string;

  /** The host's own id for whatever this is about. */
  @IsOptional()
  @IsString()
  @MaxLength(limits.reference)
  reference?: string;

  /** The host's own facts, at most 4 KiB as JSON. */
  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;

  /** `salt.zeroBits.signature.n`, see Challenge. Not needed with a customer token. */
  @IsOptional()
  @IsString()
  @MaxLength(400)
  proof?: string;

  /** Honeypot: hidden from people, so a value means a robot. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  website?: string;
}

/** BS-07: what a closed ticket's follow-up needs from the holder of its mail's link; subject and category are the closed one's. */
export class FollowUpTicket {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.description)
  description!: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.files.perMessage)
  @IsUUID('all', { each: true })
  uploads?: string[];
}

import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageInput } from '../page.dto.js';
import { type SecurityEventKind, securityEventKinds } from './session.js';

/** Filters of the security record. */
export class ListSecurityEventsInput extends PageInput {
  @IsOptional()
  @IsIn(securityEventKinds)
  kind?: SecurityEventKind;

  /** Whose: a member's id. */
  @IsOptional()
  @IsUUID()
  person?: string;
}

/** The same filters for a CSV file. */
export class ExportSecurityEventsInput {
  @IsOptional()
  @IsIn(securityEventKinds)
  kind?: SecurityEventKind;

  @IsOptional()
  @IsUUID()
  person?: string;
}

import { IsEmail, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { limits } from '../limits.js';
import { TicketWords } from './open-ticket.dto.js';

/** The desk files a ticket on behalf of someone: a known customer, or a name and an address. */
export class FileTicket extends TicketWords {
  @IsOptional()
  @IsUUID()
  customer?: string;

  @IsOptional()
  @IsEmail()
  @MaxLength(limits.email)
  email?: string;

  @IsOptional()
  @IsString()
  @MaxLength(limits.name)
  name?: string;
}

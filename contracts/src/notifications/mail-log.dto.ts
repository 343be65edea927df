import { IsIn, IsOptional } from 'class-validator';
import { PageInput } from '../page.dto.js';
import { type MailState, mailStates } from './mail-log.js';

export class ListMails extends PageInput {
  @IsOptional()
  @IsIn(mailStates)
  state?: MailState;
}

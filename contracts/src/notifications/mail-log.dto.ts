import { IsIn, IsOptional } from 'class-validator';
import { PageInput } from '../page.dto.js';

export class ListMails extends PageInput {
  @IsOptional()
  @IsIn(['waiting', 'sent', 'failed', 'unsubscribed', 'no-address'])
  state?: 'waiting' | 'sent' | 'failed' | 'unsubscribed' | 'no-address';
}

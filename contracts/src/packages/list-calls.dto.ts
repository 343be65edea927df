import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { PageInput } from '../page.dto.js';

/** PK-17: newest first. */
export class ListCalls extends PageInput {
  /** `open` (default): still worth a call; `called`: done. */
  @IsOptional()
  @IsIn(['open', 'called'])
  state?: 'open' | 'called';
}

/** PK-17: the tick, or its removal. */
export class TickCall {
  @IsBoolean()
  called!: boolean;
}

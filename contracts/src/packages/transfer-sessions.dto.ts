import { IsInt, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { limits } from '../limits.js';

/** PK-19: what would go over; asked before it is done. */
export class ProposeTransfer {
  /** A service of the package. */
  @IsUUID()
  service!: string;

  @IsInt()
  @Min(1)
  @Max(limits.sessionsPerService)
  sessions!: number;
}

/** PK-19: sessions of one service go to another customer, as a package of their own. */
export class TransferSessions extends ProposeTransfer {
  /** Who receives them. */
  @IsUUID()
  customer!: string;

  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.reason)
  reason!: string;
}

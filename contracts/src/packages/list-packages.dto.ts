import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { limits } from '../limits.js';
import { PageInput } from '../page.dto.js';
import { type PackageStatus, packageStatuses } from './package-status.js';
import { type PaymentBadge, paymentBadges } from './payment-badge.js';

/** Customer Packages, newest purchase first. */
export class ListPackages extends PageInput {
  @IsOptional()
  @IsIn(packageStatuses)
  status?: PackageStatus;

  @IsOptional()
  @IsIn(paymentBadges)
  payment?: PaymentBadge;

  /** Words of package or customer name. */
  @IsOptional()
  @IsString()
  @MaxLength(limits.search)
  q?: string;
}

/** A page's own cards in one request. */
export class ListOwnPackages {
  /** Comma-separated ids, at most 100; left out: all of the customer's, newest first, at most 100. */
  @IsOptional()
  @IsString()
  @MaxLength(37 * 100)
  ids?: string;
}

/** PK-06: a customer's packages: active ones by expiry, then historical ones. */
export class ListCustomerPackages extends PageInput {
  @IsOptional()
  @IsUUID()
  service?: string;
}

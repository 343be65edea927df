import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { limits } from '../limits.js';
import { IsLocalDate } from '../local-date.js';
import { PageInput } from '../page.dto.js';
import { type PackageStatus, packageStatuses } from './package-status.js';
import { type PaymentBadge, paymentBadges } from './payment-badge.js';

/** PK-06: which of the salon's packages. Several filters: packages that pass all of them. */
export class PackageFilter {
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

  /** Name of a service in it, the whole name; capitals do not matter. */
  @IsOptional()
  @IsString()
  @MaxLength(limits.name)
  service?: string;

  /** Sold from this template. */
  @IsOptional()
  @IsUUID()
  template?: string;

  /** Last valid day on or after. Filters by expiry show packages that can still expire (not cancelled, something left) unless `status` says otherwise. */
  @IsOptional()
  @IsLocalDate()
  expiresFrom?: string;

  /** Last valid day on or before. */
  @IsOptional()
  @IsLocalDate()
  expiresTo?: string;

  /** Active, bought at least so many days ago, and no session redeemed since. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(limits.unusedDays)
  unusedDays?: number;
}

/**
 * Customer Packages, newest purchase first. With a filter by expiry: the next to expire first; expired ones: the last that
 * expired first; with a filter by service: the last that was entered first.
 */
export class ListPackages extends PackageFilter {
  /** Items per page, 1–100, default 50. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  /** The `next` of the page before. A cursor of another tenant or list is refused (400 `invalid-cursor`). */
  @IsOptional()
  @IsString()
  @MaxLength(512)
  after?: string;
}

/** PK-06: the same packages as rows of a spreadsheet. */
export class ExportPackages extends PackageFilter {
  /** Of the first row and of the words in cells; default the salon's. */
  @IsOptional()
  @IsIn(['en', 'hu'])
  language?: 'en' | 'hu';
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

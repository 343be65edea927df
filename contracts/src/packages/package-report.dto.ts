import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type ReportTable, reportTables } from './package-report.js';

const month = /^(19|[2-9]\d)\d\d-(0[1-9]|1[0-2])$/;

/** PK-18: calendar months of the salon, at most 120; left out: the last 12, this month with them. */
export class ReadPackageReport {
  /** The first month, `2026-01`. */
  @IsOptional()
  @Matches(month)
  from?: string;

  /** The last month, not one to come. */
  @IsOptional()
  @Matches(month)
  to?: string;

  /** Only what was sold from this template. */
  @IsOptional()
  @IsUUID()
  template?: string;

  /** Only custom packages, those sold without a template; excludes `template`. */
  @IsOptional()
  @IsIn(['custom'])
  only?: 'custom';
}

/** PK-18: one table of the report as rows of a spreadsheet. */
export class ExportPackageReport extends ReadPackageReport {
  /** A row per month, per template, or per month and template. */
  @IsIn(reportTables)
  table!: ReportTable;

  /** Of the first row; default the salon's. */
  @IsOptional()
  @IsIn(['en', 'hu'])
  language?: 'en' | 'hu';
}

import type { LocalDate } from '../values.js';

export const reportTables = ['months', 'templates', 'cells'] as const;
export type ReportTable = (typeof reportTables)[number];

/** A calendar month at the salon, `2026-11`. */
export type Month = string;

/**
 * opening + sold − redeemed − refunded − expired = closing, always and to the unit; the closing of a month is the opening of
 * the next. In minor units for value, in sessions for sessions.
 */
export interface RollForward {
  opening: number;
  sold: number;
  /** Sessions used, less those given back by a reversal or a correction. */
  redeemed: number;
  /** What cancelled packages still had, on the day of the cancellation; what was really given back is `refunds`. */
  refunded: number;
  /** Breakage: what packages still had when their last valid day was over, less what came back because it was extended. */
  expired: number;
  closing: number;
}

/** PK-18: figures of some packages over some months. Amounts in minor units of the report's currency. */
export interface PackageFigures {
  /** Liability: sold sessions not yet used, at the price paid per session. */
  value: RollForward;
  sessions: RollForward;
  packagesSold: number;
  /** Payments by their day, less those taken back as a mistake. */
  received: number;
  /** Money given back, by its day. */
  refunds: number;
  /** What is owed today for the packages sold in these months, cancelled ones left out. */
  due: number;
}

export interface MonthFigures extends PackageFigures {
  month: Month;
}

export interface TemplateFigures extends PackageFigures {
  /** Null: packages sold without a template. */
  template: { id: string; name: string } | null;
}

/** Today, counted from the packages themselves and not from the months. */
export interface OutstandingNow {
  /** Packages that can still be used. */
  packages: number;
  sessions: number;
  /** What those sessions are worth; the closing of this month. */
  value: number;
  /** What of it is paid already: paid − redeemed value, package by package, never below 0. */
  paidValue: number;
  /** What customers owe for packages that are not cancelled: the total of the debt list. */
  due: number;
}

/** PK-18: every month of the span, oldest first, quiet ones too; templates by name, custom packages last. */
export interface PackageReport {
  from: Month;
  to: Month;
  today: LocalDate;
  currency: string;
  months: MonthFigures[];
  /** Of templates that have any figure in the span. */
  templates: TemplateFigures[];
  total: PackageFigures;
  now: OutstandingNow;
}

import { limits } from '@bookinda/contracts/limits';
import type { Month } from '@bookinda/contracts/packages/package-report';
import type { LocalDate } from '@bookinda/contracts/values';
import { Temporal } from 'temporal-polyfill';
import { Refusal } from '../../platform/http/refusal.js';

/** Calendar months at the salon. */
export interface Span {
  months: Month[];
  /** The first day of each month and of the one after the last. */
  days: LocalDate[];
  /** When these days begin, as instants: a day may be short of its midnight, or have it twice. */
  starts: string[];
}

const usual = 12;

/** The months asked for; the last twelve when nothing is. */
export function spanOf(input: { from?: Month; to?: Month }, today: LocalDate, timeZone: string): Span {
  const current = Temporal.PlainYearMonth.from(today.slice(0, 7));
  const to = input.to ? Temporal.PlainYearMonth.from(input.to) : current;
  const from = input.from ? Temporal.PlainYearMonth.from(input.from) : to.subtract({ months: usual - 1 });
  const months = from.until(to, { largestUnit: 'months' }).months + 1;
  if (Temporal.PlainYearMonth.compare(to, current) > 0)
    throw Refusal.field('to', 'future', 'This month has not come yet.');
  if (months < 1) throw Refusal.field('from', 'later', 'The first month is later than the last.');
  if (months > limits.reportMonths) throw Refusal.field('from', 'too-much', `At most ${limits.reportMonths} months.`);
  const days = Array.from({ length: months + 1 }, (_, n) => from.add({ months: n }).toPlainDate({ day: 1 }));
  return {
    months: days.slice(0, -1).map((day) => day.toString().slice(0, 7)),
    days: days.map((day) => day.toString()),
    starts: days.map((day) => day.toZonedDateTime(timeZone).toInstant().toString()),
  };
}

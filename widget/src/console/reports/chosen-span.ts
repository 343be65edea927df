import { limits } from '@bookinda/contracts/limits';
import type { Month } from '@bookinda/contracts/packages/package-report';
import type { ReadPackageReport } from '@bookinda/contracts/packages/package-report.dto';

export const spans = ['year', 'quarter', 'this-year', 'last-year', 'own'] as const;
export type SpanName = (typeof spans)[number];

/** PK-18: what the address keeps. `from` and `to` count for `own`; `template` is an id, `custom`, or empty for all. */
export interface ChosenSpan {
  span: SpanName;
  from: Month | '';
  to: Month | '';
  template: string;
}

export const usualSpan: ChosenSpan = { span: 'year', from: '', to: '', template: '' };

const monthShape = /^\d{4}-(0[1-9]|1[0-2])$/;

/** What an address may carry; whatever is no span is left out. */
export function spanFromQuery(query: URLSearchParams): ChosenSpan {
  const text = (name: string, shape: RegExp) => {
    const value = query.get(name) ?? '';
    return shape.test(value) ? value : '';
  };
  return {
    span: spans.find((span) => span === query.get('span')) ?? 'year',
    from: text('from', monthShape),
    to: text('to', monthShape),
    template: text('template', /^(custom|[\da-f-]{36})$/),
  };
}

/** The month so many after `month`. */
export function monthsAfter(month: Month, count: number): Month {
  const [year = 0, place = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, place - 1 + count, 1)).toISOString().slice(0, 7);
}

/** First and last month of the choice in the month `current`; null where they are no span. */
export function monthsOf({ span, from, to }: ChosenSpan, current: Month): { from: Month; to: Month } | null {
  const year = Number(current.slice(0, 4));
  if (span === 'year') return { from: monthsAfter(current, -11), to: current };
  if (span === 'quarter') return { from: monthsAfter(current, -2), to: current };
  if (span === 'this-year') return { from: `${year}-01`, to: current };
  if (span === 'last-year') return { from: `${year - 1}-01`, to: `${year - 1}-12` };
  const fits = monthShape.test(from) && monthShape.test(to) && from <= to && to <= current;
  return fits && monthsAfter(from, limits.reportMonths) > to ? { from, to } : null;
}

/** The choice as the server takes it; null where it is none. */
export function spanInput(chosen: ChosenSpan, current: Month): ReadPackageReport | null {
  const months = monthsOf(chosen, current);
  if (!months) return null;
  const { template } = chosen;
  return { ...months, ...(template === 'custom' ? { only: 'custom' as const } : template ? { template } : {}) };
}

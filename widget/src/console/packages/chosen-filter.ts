import { limits } from '@bookinda/contracts/limits';
import type { PackageFilter } from '@bookinda/contracts/packages/list-packages.dto';
import { type PackageStatus, packageStatuses } from '@bookinda/contracts/packages/package-status';
import { type PaymentBadge, paymentBadges } from '@bookinda/contracts/packages/payment-badge';
import type { LocalDate } from '@bookinda/contracts/values';
import { knownZone } from '../../platform/known-zone.js';
import { typedCount } from './typed-terms.js';

/** PK-06: the filters as the address keeps them; an empty one filters nothing. */
export interface ChosenFilter {
  status: PackageStatus | '';
  payment: PaymentBadge | '';
  q: string;
  service: string;
  template: string;
  expiresFrom: string;
  expiresTo: string;
  unusedDays: string;
}

export const noFilter: ChosenFilter = {
  status: '',
  payment: '',
  q: '',
  service: '',
  template: '',
  expiresFrom: '',
  expiresTo: '',
  unusedDays: '',
};

/** What an address may carry; whatever is no filter is left out. */
export function filterFromQuery(query: URLSearchParams): ChosenFilter {
  const text = (name: string, shape = /^.{0,120}$/) => {
    const value = query.get(name) ?? '';
    return shape.test(value) ? value : '';
  };
  const day = /^\d{4}-\d\d-\d\d$/;
  return {
    status: packageStatuses.find((status) => status === query.get('status')) ?? '',
    payment: paymentBadges.find((payment) => payment === query.get('payment')) ?? '',
    q: text('q'),
    service: text('service'),
    template: text('template', /^[\da-f-]{36}$/),
    expiresFrom: text('expiresFrom', day),
    expiresTo: text('expiresTo', day),
    unusedDays: text('unusedDays', /^\d{1,4}$/),
  };
}

/** The filters as the server takes them. */
export function filterInput({ unusedDays, ...filter }: ChosenFilter): PackageFilter {
  const given = Object.entries(filter).filter(([, value]) => value.trim() !== '');
  const days = typedCount(unusedDays, limits.unusedDays);
  return { ...Object.fromEntries(given), ...(days ? { unusedDays: days } : {}) };
}

export function isNarrowed(filter: ChosenFilter): boolean {
  return Object.values(filter).some((value) => value !== '');
}

/** The first and the last day of the calendar month after `today`. */
export function nextMonth(today: LocalDate): { expiresFrom: LocalDate; expiresTo: LocalDate } {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const day = (ofMonth: number, ofDay: number) => new Date(Date.UTC(year, ofMonth, ofDay)).toISOString().slice(0, 10);
  return { expiresFrom: day(month, 1), expiresTo: day(month + 1, 0) };
}

/** The calendar day it is now in `timeZone`; on the device where the browser does not know that zone. */
export function todayIn(timeZone: string, now = new Date()): LocalDate {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: knownZone(timeZone) }).format(now);
}

import { ValidateBy } from 'class-validator';

/** A day of the calendar as `2026-11-21`; 2027-02-29 is none. Years 1900 to 9999. */
export function isLocalDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

export function IsLocalDate(): PropertyDecorator {
  return ValidateBy({
    name: 'isLocalDate',
    validator: { validate: isLocalDate, defaultMessage: () => '$property must be a date, YYYY-MM-DD' },
  });
}

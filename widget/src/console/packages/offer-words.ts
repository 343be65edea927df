import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import type { Words } from '../words/en.js';

/** `10 × Massage, 3 × Facial · valid 6 months` */
export function contentsOf({ services, validDays, validMonths }: PackageTemplate, words: Words): string {
  const list = services.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ');
  const validity = validDays
    ? words.terms.daysValid(validDays)
    : validMonths
      ? words.terms.monthsValid(validMonths)
      : words.packages.never;
  return `${list} · ${validity}`;
}

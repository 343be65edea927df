import { limits } from '@bookinda/contracts/limits';
import { packagePrice } from '@bookinda/contracts/packages/package-price';
import type { PackageLine } from '@bookinda/contracts/packages/package-template.dto';
import type { LocalDate } from '@bookinda/contracts/values';
import { Temporal } from 'temporal-polyfill';
import { Refusal } from '../../platform/http/refusal.js';
import { requireCoins } from './coins.js';

/** What a package offers and costs, wherever it was written down. */
export interface Terms {
  services: PackageLine[];
  discountPercent: number | null;
  /** Minor units. */
  discountAmount: number | null;
  validDays: number | null;
  validMonths: number | null;
}

/** Terms with their price in minor units. */
export interface PricedTerms extends Terms {
  original: number;
  price: number;
}

/** PK-01: the terms of an input, or a refusal that names the field. Names are kept without blanks around them. */
export function termsOf(input: Partial<Terms> & { services: PackageLine[] }, currency: string): PricedTerms {
  const { discountPercent = null, discountAmount = null, validDays = null, validMonths = null } = input;
  if (discountPercent && discountAmount)
    throw Refusal.field('discountAmount', 'exclusive', 'Either a percentage or an amount.');
  if (validDays && validMonths) throw Refusal.field('validMonths', 'exclusive', 'Either days or months.');
  const services = input.services.map(({ name, quantity, unitPrice }) => ({ name: name.trim(), quantity, unitPrice }));
  const names = services.map(({ name }) => name.toLowerCase());
  const doubled = names.findIndex((name, n) => names.indexOf(name) < n);
  if (doubled >= 0) throw Refusal.field(`services.${doubled}.name`, 'doubled', 'This service is there already.');
  const { original, price } = packagePrice(services, { discountPercent, discountAmount }, currency);
  if (original > limits.money) throw Refusal.field('services', 'too-much', 'The sum is too large.');
  if ((discountAmount ?? 0) > original)
    throw Refusal.field('discountAmount', 'too-much', 'More than the services cost together.');
  return { services, discountPercent, discountAmount, validDays, validMonths, original, price };
}

/** The terms that somebody gives, or a refusal that names the field: as `termsOf`, and in amounts that the currency has coins for. */
export function givenTermsOf(input: Partial<Terms> & { services: PackageLine[] }, currency: string): PricedTerms {
  for (const [n, { unitPrice }] of input.services.entries())
    requireCoins(`services.${n}.unitPrice`, unitPrice, currency);
  requireCoins('discountAmount', input.discountAmount, currency);
  return termsOf(input, currency);
}

/** The last valid day of what is bought on `day`; null = never expires. A month that is too short ends it on its last day. */
export function lastDay(
  day: LocalDate,
  { validDays, validMonths }: Pick<Terms, 'validDays' | 'validMonths'>,
): LocalDate | null {
  if (!validDays && !validMonths) return null;
  return Temporal.PlainDate.from(day)
    .add({ days: validDays ?? 0, months: validMonths ?? 0 })
    .toString();
}

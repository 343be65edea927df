import { limits } from '@bookinda/contracts/limits';
import { packagePrice } from '@bookinda/contracts/packages/package-price';
import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import type { PackageLine } from '@bookinda/contracts/packages/package-template.dto';
import type { FieldErrors } from '../shell/field-errors.js';
import { spoken } from '../words/words.js';
import { readMoney, typeable } from './typed-money.js';

export interface TypedLine {
  name: string;
  quantity: string;
  unitPrice: string;
}

export const discountKinds = ['none', 'percent', 'amount'] as const;
export const validityKinds = ['none', 'days', 'months'] as const;

/** A package's terms while somebody types them. */
export interface TypedTerms {
  lines: TypedLine[];
  discountKind: (typeof discountKinds)[number];
  discount: string;
  validityKind: (typeof validityKinds)[number];
  validity: string;
}

export interface Terms {
  services: PackageLine[];
  discountPercent?: number;
  discountAmount?: number;
  validDays?: number;
  validMonths?: number;
}

export function emptyTerms(): TypedTerms {
  return { lines: [emptyLine()], discountKind: 'none', discount: '', validityKind: 'none', validity: '' };
}

export function emptyLine(): TypedLine {
  return { name: '', quantity: '', unitPrice: '' };
}

export function termsOfTemplate(template: PackageTemplate): TypedTerms {
  const { discountPercent, discountAmount, validDays, validMonths, services } = template;
  return {
    lines: services.map(({ name, quantity, unitPrice }) => ({
      name,
      quantity: String(quantity),
      unitPrice: typeable(unitPrice.amount, unitPrice.currency),
    })),
    discountKind: discountPercent ? 'percent' : discountAmount ? 'amount' : 'none',
    discount: discountPercent
      ? String(discountPercent)
      : discountAmount
        ? typeable(discountAmount.amount, discountAmount.currency)
        : '',
    validityKind: validDays ? 'days' : validMonths ? 'months' : 'none',
    validity: String(validDays ?? validMonths ?? ''),
  };
}

/** A whole number in ASCII digits, or null. */
export function typedCount(text: string, most: number): number | null {
  const typed = text.trim();
  if (!/^\d{1,7}$/.test(typed)) return null;
  const count = Number(typed);
  return count >= 1 && count <= most ? count : null;
}

/** What is typed as the server takes it, with what to say beside the wrong fields; paths as the server names them. */
export function readTerms(typed: TypedTerms, currency: string): { terms: Terms; errors: FieldErrors } {
  const errors: FieldErrors = {};
  const services = typed.lines.map((line, at) => readLine(line, at, typed.lines, currency, errors));
  const terms: Terms = { services, ...readDiscount(typed, services, currency, errors), ...readValidity(typed, errors) };
  return { terms, errors };
}

function readLine(line: TypedLine, at: number, lines: TypedLine[], currency: string, errors: FieldErrors): PackageLine {
  const { words } = spoken();
  const name = line.name.trim();
  const same = (other: TypedLine) => other.name.trim().toLowerCase() === name.toLowerCase();
  if (!name) errors[`services.${at}.name`] = words.fields.required;
  else if (lines.slice(0, at).some(same)) errors[`services.${at}.name`] = words.terms.twice;
  const quantity = typedCount(line.quantity, limits.sessionsPerService);
  if (quantity === null) errors[`services.${at}.quantity`] = words.terms.whole(1, limits.sessionsPerService);
  const { amount, wrong } = readMoney(line.unitPrice, currency, { least: 0 });
  if (wrong) errors[`services.${at}.unitPrice`] = wrong;
  return { name, quantity: quantity ?? 0, unitPrice: amount ?? 0 };
}

function readDiscount(
  { discountKind, discount }: TypedTerms,
  services: PackageLine[],
  currency: string,
  errors: FieldErrors,
): Pick<Terms, 'discountPercent' | 'discountAmount'> {
  if (discountKind === 'none') return {};
  if (discountKind === 'percent') {
    const percent = typedCount(discount, 100);
    if (percent !== null) return { discountPercent: percent };
    errors['discountPercent'] = spoken().words.terms.whole(1, 100);
    return {};
  }
  const { original } = packagePrice(services, {}, currency);
  const { amount, wrong } = readMoney(discount, currency, original > 0 ? { most: original } : {});
  if (wrong) errors['discountAmount'] = wrong;
  return amount === undefined ? {} : { discountAmount: amount };
}

function readValidity(
  { validityKind, validity }: TypedTerms,
  errors: FieldErrors,
): Pick<Terms, 'validDays' | 'validMonths'> {
  if (validityKind === 'none') return {};
  const [path, most] =
    validityKind === 'days'
      ? (['validDays', limits.validDays] as const)
      : (['validMonths', limits.validMonths] as const);
  const count = typedCount(validity, most);
  if (count !== null) return { [path]: count };
  errors[path] = spoken().words.terms.whole(1, most);
  return {};
}

import type { Money } from '../values.js';

/** PK-01: what a salon offers for sale. */
export interface PackageTemplate {
  id: string;
  name: string;
  description: string | null;
  services: TemplateService[];
  /** Whole percent; null without one. Never together with `discountAmount`. */
  discountPercent: number | null;
  discountAmount: Money | null;
  /** Valid so many days from the day of purchase; null when months are said, or nothing. */
  validDays: number | null;
  /** Valid so many months; both null: never expires. */
  validMonths: number | null;
  state: 'active' | 'retired';
  /** Σ unit price × quantity. */
  originalPrice: Money;
  /** What a customer pays: `packagePrice` of contracts says the same while somebody types. */
  price: Money;
  /** How many were sold. */
  sold: number;
}

export interface TemplateService {
  name: string;
  quantity: number;
  unitPrice: Money;
}

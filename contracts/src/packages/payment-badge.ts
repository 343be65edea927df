/** PK-12. Derived from the sum of payments, never stored. */
export const paymentBadges = ['unpaid', 'partial', 'paid'] as const;
export type PaymentBadge = (typeof paymentBadges)[number];

/** Minor units. A final price of 0 is Paid. */
export function paymentBadge(price: number, paid: number): PaymentBadge {
  if (paid >= price) return 'paid';
  return paid > 0 ? 'partial' : 'unpaid';
}

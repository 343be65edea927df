/** PK-12. */
export const paymentMethods = ['cash', 'card', 'transfer', 'voucher', 'other'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

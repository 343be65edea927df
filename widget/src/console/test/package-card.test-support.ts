import type { PackageCard } from '@bookinda/contracts/packages/package';

/** A card with one service, `remaining` of 10 left. */
export function cardWith(remaining: number, more: Partial<PackageCard> = {}): PackageCard {
  return {
    id: 'k1',
    name: 'Massage 10',
    customer: { id: 'c1', name: 'Éva' },
    status: remaining === 0 ? 'fully-used' : 'active',
    payment: 'paid',
    price: { amount: 64000, currency: 'EUR' },
    originalPrice: { amount: 72000, currency: 'EUR' },
    paid: { amount: 64000, currency: 'EUR' },
    purchasedOn: '2026-09-03',
    expiresOn: null,
    daysLeft: null,
    freeze: null,
    today: '2026-11-22',
    services: [{ id: 's1', name: 'Massage', total: 10, used: 10 - remaining, remaining }],
    version: 10 - remaining,
    ...more,
  };
}

import type { CreateTemplate } from '@bookinda/contracts/packages/package-template.dto';

/** What the demo's salons sell often. Prices in whole units of the currency; the loader makes minor units of them. */
export const templateStories: Record<'hu' | 'en', CreateTemplate[]> = {
  hu: [
    {
      name: 'Masszázs 10',
      description: 'Tíz alkalom egy kilenc árán.',
      services: [{ name: 'Masszázs', quantity: 10, unitPrice: 9_000 }],
      discountPercent: 10,
      validMonths: 6,
    },
    {
      name: 'Arckezelés 5',
      services: [{ name: 'Arckezelés', quantity: 5, unitPrice: 12_000 }],
      discountAmount: 5_000,
      validMonths: 6,
    },
    {
      name: 'Kéz és láb',
      description: 'Négy manikűr, két pedikűr.',
      services: [
        { name: 'Manikűr', quantity: 4, unitPrice: 6_000 },
        { name: 'Pedikűr', quantity: 2, unitPrice: 8_000 },
      ],
      validDays: 120,
    },
  ],
  en: [
    {
      name: 'Massage 10',
      description: 'Ten for the price of nine.',
      services: [{ name: 'Massage', quantity: 10, unitPrice: 80 }],
      discountPercent: 10,
      validMonths: 6,
    },
    {
      name: 'Facial 5',
      services: [{ name: 'Facial', quantity: 5, unitPrice: 65 }],
      discountAmount: 25,
      validMonths: 6,
    },
    {
      name: 'Hands and feet',
      description: 'Four manicures, two pedicures.',
      services: [
        { name: 'Manicure', quantity: 4, unitPrice: 32 },
        { name: 'Pedicure', quantity: 2, unitPrice: 45 },
      ],
      validDays: 120,
    },
  ],
};

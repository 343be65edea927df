import type { ReportTable } from '@bookinda/contracts/packages/package-report';
import type { Language } from '@bookinda/contracts/values';

interface Words {
  file: Record<ReportTable, string>;
  month: string;
  template: string;
  custom: string;
  /** After month and template. */
  columns: readonly string[];
  currency: string;
}

/** The first row and the words of cells. */
export const wordsOfReport: Record<Language, Words> = {
  en: {
    file: { months: 'packages-by-month', templates: 'packages-by-template', cells: 'packages-by-month-and-template' },
    month: 'Month',
    template: 'Template',
    custom: 'Custom packages',
    columns: [
      'Opening',
      'Sold',
      'Redeemed',
      'Refunded',
      'Expired',
      'Closing',
      'Sessions: opening',
      'Sessions: sold',
      'Sessions: redeemed',
      'Sessions: refunded',
      'Sessions: expired',
      'Sessions: closing',
      'Packages sold',
      'Received',
      'Given back',
      'Still owed',
    ],
    currency: 'Currency',
  },
  hu: {
    file: { months: 'berletek-havonta', templates: 'berletek-sablononkent', cells: 'berletek-havonta-sablononkent' },
    month: 'Hónap',
    template: 'Sablon',
    custom: 'Egyedi bérletek',
    columns: [
      'Nyitó',
      'Eladva',
      'Beváltva',
      'Visszatérítve',
      'Lejárt',
      'Záró',
      'Alkalom: nyitó',
      'Alkalom: eladva',
      'Alkalom: beváltva',
      'Alkalom: visszatérítve',
      'Alkalom: lejárt',
      'Alkalom: záró',
      'Eladott bérletek',
      'Befolyt',
      'Visszafizetve',
      'Tartozás',
    ],
    currency: 'Pénznem',
  },
};

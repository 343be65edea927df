import type { PackageStatus } from '@bookinda/contracts/packages/package-status';
import type { PaymentBadge } from '@bookinda/contracts/packages/payment-badge';
import type { Language } from '@bookinda/contracts/values';

interface Words {
  file: string;
  columns: readonly string[];
  status: Record<PackageStatus, string>;
  payment: Record<PaymentBadge, string>;
}

/** The first row and the words of cells. */
export const wordsOfExport: Record<Language, Words> = {
  en: {
    file: 'packages',
    columns: [
      'Package',
      'Customer',
      'Status',
      'Payment',
      'Price',
      'Paid',
      'Due',
      'Currency',
      'Purchased',
      'Expires',
      'Sessions left',
      'Services',
    ],
    status: { active: 'Active', expired: 'Expired', 'fully-used': 'Fully Used', cancelled: 'Cancelled' },
    payment: { paid: 'Paid', partial: 'Partial', unpaid: 'Unpaid' },
  },
  hu: {
    file: 'berletek',
    columns: [
      'Bérlet',
      'Ügyfél',
      'Állapot',
      'Fizetés',
      'Ár',
      'Befizetve',
      'Tartozás',
      'Pénznem',
      'Vásárlás',
      'Lejárat',
      'Hátralévő alkalmak',
      'Szolgáltatások',
    ],
    status: { active: 'Aktív', expired: 'Lejárt', 'fully-used': 'Felhasznált', cancelled: 'Törölt' },
    payment: { paid: 'Fizetve', partial: 'Részben fizetve', unpaid: 'Fizetetlen' },
  },
};

/** Texts of the package card; statuses and payment badges are named after their codes. */
export const en = {
  active: 'Active',
  expired: 'Expired',
  'fully-used': 'Fully used',
  cancelled: 'Cancelled',
  unpaid: 'Unpaid',
  partial: 'Partially paid',
  paid: 'Paid',
  instead: 'instead of',
  bought: 'Bought',
  expires: 'Expires',
  ended: 'Expired',
  never: 'No expiry',
  paused: 'Paused',
  used: '{n}/{max} services used',
  remaining: '{n}/{max} remaining',
  bar: '{name}: {n} of {max} used',
  changed: '{name}: {n} of {max} remaining',
  total: 'Services',
  empty: 'There is no package to show here.',
  error: 'The package could not be loaded.',
  retry: 'Try again',
  loading: 'Loading the package',
};

export type CardWords = typeof en;

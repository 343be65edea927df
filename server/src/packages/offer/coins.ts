import { smallestShown } from '@bookinda/contracts/packages/package-price';
import { formatMoney } from '@bookinda/contracts/values';
import { Refusal } from '../../platform/http/refusal.js';

/** Whether an amount of minor units is shown as what it is: forint has no coin below 1 Ft. */
export function isInCoins(amount: number, currency: string): boolean {
  return amount % smallestShown(currency) === 0;
}

/** Refuses minor units at `path` of the input that the currency has no coin for; they would be shown as another amount. */
export function requireCoins(path: string, amount: number | null | undefined, currency: string): void {
  if (isInCoins(amount ?? 0, currency)) return;
  const coin = smallestShown(currency);
  throw Refusal.field(
    path,
    'below-smallest-coin',
    `The smallest amount is ${formatMoney({ amount: coin, currency }, 'en')}: a multiple of ${coin} minor units.`,
  );
}

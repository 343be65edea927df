import { smallestShown } from './package-price.js';

/** PK-18: a service as it was sold; `unitPrice` is what one session cost before the discount, null when nobody said. */
export interface SoldLine {
  total: number;
  unitPrice: number | null;
}

/**
 * PK-18: each service's part of the price, in minor units, in the order of the card. The price is spread by the services'
 * prices before the discount; by sessions where one is not known or all are free. Prices up to a service are rounded
 * down to the smallest amount shown and the last one takes the rest: the parts are the price, to the unit.
 */
export function serviceWorths(price: number, lines: readonly SoldLine[], currency: string): number[] {
  const known = lines.every(({ unitPrice }) => unitPrice !== null) && lines.some(({ unitPrice }) => unitPrice !== 0);
  const weights = lines.map(({ total, unitPrice }) => BigInt(total) * (known ? BigInt(unitPrice ?? 0) : 1n));
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  const step = BigInt(smallestShown(currency));
  let [here, before] = [0n, 0n];
  return weights.map((weight) => {
    here += weight;
    const upto = here === whole ? BigInt(price) : ((BigInt(price) * here) / (step * whole)) * step;
    const worth = Number(upto - before);
    before = upto;
    return worth;
  });
}

/**
 * PK-18: what the first `used` sessions of a service are worth, in minor units; one session is worth the difference of two
 * of these. Rounded down to the smallest amount shown, the last session takes the rest: all of them are the service's worth.
 */
export function earnedValue(worth: number, total: number, used: number, currency: string): number {
  if (used === total) return worth;
  const step = BigInt(smallestShown(currency));
  return Number(((BigInt(worth) * BigInt(used)) / (BigInt(total) * step)) * step);
}

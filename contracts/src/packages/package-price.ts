import type { Money } from '../values.js';

/** One service of a package on offer: `quantity` sessions at `unitPrice` minor units each. */
export interface PricedLine {
  quantity: number;
  unitPrice: number;
}

/** At most one of the two; both 0 or left out: no discount. */
export interface Discount {
  /** Whole percent, 1–100. */
  discountPercent?: number | null;
  /** Minor units. */
  discountAmount?: number | null;
}

/** The smallest amount that is shown: forint has no decimals on paper (PK-12). */
export function smallestShown(currency: string): number {
  return currency === 'HUF' ? 100 : 1;
}

/**
 * PK-01: Σ unit price × quantity, less the discount, in minor units. A percentage is rounded half up to the smallest amount
 * shown; a fixed discount larger than the sum gives 0.
 */
export function packagePrice(
  lines: readonly PricedLine[],
  { discountPercent, discountAmount }: Discount,
  currency: string,
): { original: number; price: number } {
  const original = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  if (discountPercent) {
    const step = smallestShown(currency);
    return {
      original,
      price: Math.min(original, Math.floor((original * (100 - discountPercent)) / (100 * step) + 0.5) * step),
    };
  }
  return { original, price: Math.max(0, original - (discountAmount ?? 0)) };
}

/** A sold service as far as money goes; `unitPrice` is what one session cost before the discount, null when nobody said. */
export interface UsedLine {
  total: number;
  used: number;
  unitPrice: number | null;
}

/**
 * The part of `amount` that `some` of `whole` weights are, in minor units: a multiple of the smallest amount shown, so that this part and
 * the rest are shown as what they add up to. Both are rounded down and the coin that is left goes to the larger remainder; of two halves
 * to this part. All weights are the whole amount.
 */
function partOf(amount: number, some: bigint, whole: bigint, currency: string): number {
  if (whole === 0n || some === 0n) return 0;
  if (some === whole) return amount;
  const divisor = whole * BigInt(smallestShown(currency));
  const coins = (2n * BigInt(amount) * some + divisor) / (2n * divisor);
  return Math.min(amount, Number(coins) * smallestShown(currency));
}

/**
 * PK-14: what the used sessions were worth at the price paid per session, in minor units; what is left of the price is worth the rest. The
 * price is spread over the sessions by their prices before the discount; evenly where one is not known or all are free. The two parts are
 * shares of the smallest amount shown by largest remainder.
 */
export function usedValue(price: number, lines: readonly UsedLine[], currency: string): number {
  const known = lines.every(({ unitPrice }) => unitPrice !== null) && lines.some(({ unitPrice }) => unitPrice !== 0);
  const weigh = (sessions: (line: UsedLine) => number) =>
    lines.reduce((sum, line) => sum + BigInt(sessions(line)) * BigInt(known ? (line.unitPrice ?? 0) : 1), 0n);
  return partOf(
    price,
    weigh((line) => line.used),
    weigh((line) => line.total),
    currency,
  );
}

/** PK-14: paid − value of the used sessions, never below 0. */
export function fairRefund(price: number, paid: number, lines: readonly UsedLine[], currency: string): number {
  return Math.max(0, paid - usedValue(price, lines, currency));
}

/** PK-19: money of a package in minor units. `original` is before the discount, null without one. */
export interface PackageMoney {
  price: number;
  paid: number;
  original: number | null;
  currency: string;
}

/**
 * PK-19: what goes along with `sessions` of the line at `at`: their part of the price, of what was paid and of the price before
 * the discount, spread and rounded as in `usedValue`. A paid package's part is paid; of a
 * debt the part goes along. Sums over both packages stay; neither is ever paid more than it costs.
 */
export function transferShare(
  { price, paid, original, currency }: PackageMoney,
  lines: readonly UsedLine[],
  at: number,
  sessions: number,
): { price: number; paid: number; original: number | null } {
  const moving = lines.map((line, n) => ({ ...line, used: n === at ? sessions : 0 }));
  const shareOf = (amount: number) => usedValue(amount, moving, currency);
  const priceShare = shareOf(price);
  const paidShare = Math.min(priceShare, Math.max(paid - (price - priceShare), shareOf(paid)));
  return {
    price: priceShare,
    paid: paidShare,
    original: original === null ? null : shareOf(original),
  };
}

export function moneyOf(amount: number, currency: string): Money {
  return { amount, currency };
}

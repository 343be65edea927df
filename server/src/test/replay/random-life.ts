import { RuledPackage, type Wish } from './salon-rules.js';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
  };
}

export type Dice = ReturnType<typeof dice>;

/** A day so many days after 2026-01-01. */
export const dayOf = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

/** A package as it was sold on day 0: up to three services, sometimes free, sometimes without an end, sometimes over soon. */
export function randomSale(roll: Dice): RuledPackage {
  const totals = Array.from({ length: 1 + roll(3) }, () => 1 + roll(roll(3) === 0 ? 10 : 3));
  return new RuledPackage(roll(12) === 0 ? 0 : 100 * (1 + roll(40)), totals, roll(4) === 0 ? null : dayOf(roll(60)));
}

/** Something that a salon might try, possible or not; what moves sessions and money comes more often than an end. */
export function randomWish(roll: Dice, of: RuledPackage, day: number): Wish {
  const service = roll(of.totals.length);
  const step = 1 + roll(of.steps.length + 1);
  const reason = roll(2) ? { reason: `"${roll(9)}" \\ é\n=1+1` } : {};
  const wishes: (() => Wish)[] = [
    () => ({ want: 'redeem', service, sessions: 1 + roll(2) }),
    () => ({ want: 'redeem', service, sessions: 1 }),
    () => ({ want: 'redeem', service, sessions: 1 }),
    () => ({ want: 'undo', step }),
    () => ({ want: 'undo', step }),
    () => ({ want: 'correct', service, sessions: roll(2) ? 1 : -1, ...reason }),
    () => ({ want: 'correct', service, sessions: roll(2) ? 1 : -1, ...reason }),
    () => ({ want: 'pay', amount: 1 + roll(of.price + 2) }),
    () => ({ want: 'pay', amount: 1 + roll(1 + of.price / 4) }),
    () => ({ want: 'pay-rest' }),
    () => ({ want: 'refund', amount: 1 + roll(of.paid + 50) }),
    () => ({ want: 'reverse-payment', step }),
    () => ({ want: 'expire', on: roll(4) === 0 ? null : dayOf(day - 3 + roll(40)), ...reason }),
    () => (roll(4) === 0 ? { want: 'cancel' } : { want: 'redeem', service, sessions: 1 }),
  ];
  return wishes[roll(wishes.length)]!();
}

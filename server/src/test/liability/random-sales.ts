import { earnedValue, serviceWorths } from '@bookinda/contracts/packages/package-worth';
import type { LocalDate } from '@bookinda/contracts/values';
import { Temporal } from 'temporal-polyfill';
import { type Dice, dice } from '../replay/random-life.js';

/** A step of a package's life and the instant it was entered at, in milliseconds. Amounts in minor units. */
export type TimedStep = { at: number } & (
  | { kind: 'redemption' | 'correction' | 'reversal'; service: number; sessions: number }
  | { kind: 'transfer-out'; service: number; sessions: number; price: number; to: number }
  | { kind: 'transfer-in'; price: number; from: number }
  | { kind: 'expiry-changed' | 'frozen' | 'thawed'; from: LocalDate | null; to: LocalDate | null }
  | { kind: 'cancelled' }
);

export interface TimedPackage {
  /** Place in the list of templates; null = custom. */
  template: number | null;
  price: number;
  currency: string;
  services: { total: number; unitPrice: number | null }[];
  purchasedOn: LocalDate;
  expiresOn: LocalDate | null;
  transferredFrom: number | null;
  steps: TimedStep[];
}

const hour = 3_600_000;
const day = 24 * hour;

/** Lives of packages at a salon in `timeZone` between two days; many steps fall within hours of a month's end. */
export function randomSales(
  seed: number,
  count: number,
  first: LocalDate,
  last: LocalDate,
  timeZone: string,
): TimedPackage[] {
  const roll = dice(seed);
  const zoned = (of: LocalDate) => Temporal.PlainDate.from(of).toZonedDateTime(timeZone).epochMilliseconds;
  const [begin, end] = [zoned(first), zoned(last) + 20 * hour];
  const dayOf = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const later = (at: number, most: number) => {
    const next = at + 1 + roll(most * 24) * hour + roll(hour);
    if (roll(3) > 0) return next;
    const border = dayOf(next).with({ day: 1 }).add({ months: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
    return Math.max(at + 1, border - 2 * hour + roll(4) * hour + roll(2));
  };
  const packages: TimedPackage[] = [];
  for (let n = 0; n < count; n++) {
    const soldAt = begin + roll((end - begin) / hour) * hour;
    const currency = 'HUF';
    const sold: TimedPackage = {
      template: roll(4) === 0 ? null : roll(3),
      price: [0, 100 * roll(50), 100 * roll(1_000_000), roll(9_999_999)][roll(4)] ?? 0,
      currency,
      services: Array.from({ length: 1 + roll(3) }, () => ({
        total: 1 + roll(8),
        unitPrice: roll(4) ? roll(3) * 777 : null,
      })),
      purchasedOn: dayOf(soldAt).toString(),
      expiresOn: roll(4) === 0 ? null : dayOf(soldAt + roll(120) * day).toString(),
      transferredFrom: null,
      steps: [],
    };
    packages.push(sold);
    live(packages, packages.length - 1, soldAt, { roll, end, later, dayOf: (at) => dayOf(at).toString() });
  }
  return packages;
}

interface World {
  roll: Dice;
  end: number;
  later(at: number, days: number): number;
  dayOf(at: number): LocalDate;
}

/** Rolls a package's life out; a transfer adds another package behind the others. */
function live(packages: TimedPackage[], me: number, born: number, world: World): void {
  const { roll, end, later, dayOf } = world;
  const own = packages[me]!;
  const used = own.services.map(() => 0);
  const worths = serviceWorths(own.price, own.services, own.currency);
  let [at, expires, frozen, price] = [later(born, 30), own.expiresOn, false, own.price];
  const moved = own.services.map(() => 0);
  for (; at < end; at = later(at, 45)) {
    const service = roll(own.services.length);
    const { total } = own.services[service]!;
    const left = total - used[service]!;
    const use = (kind: 'redemption' | 'correction' | 'reversal', sessions: number) => {
      own.steps.push({ at, kind, service, sessions });
      used[service]! += sessions;
    };
    const today = dayOf(at);
    const over = expires !== null && expires < today;
    const wish = roll(12);
    if (wish < 4 && left > 0 && !over) use('redemption', 1 + roll(Math.min(left, 3)));
    // Set right on expired packages too.
    else if (wish < 6 && used[service]! > moved[service]!) use(roll(2) ? 'reversal' : 'correction', -1);
    else if (wish === 6 && left > 0) use('correction', 1);
    else if (wish < 9) {
      const to = roll(5) === 0 ? null : dayOf(at + roll(70) * day);
      if (to === expires) continue;
      const kind = frozen ? 'thawed' : to === null || over || roll(2) ? 'expiry-changed' : 'frozen';
      own.steps.push({ at, kind, from: expires, to });
      frozen = kind === 'frozen';
      expires = to;
    } else if (wish === 9 && left > 0 && !over && !own.transferredFrom) {
      const sessions = 1 + roll(left);
      const value =
        earnedValue(worths[service]!, total, used[service]! + sessions, own.currency) -
        earnedValue(worths[service]!, total, used[service]!, own.currency);
      // Whoever rounds it otherwise loses no unit either.
      const share = Math.max(0, Math.min(price, value + roll(5) - 2));
      own.steps.push({ at, kind: 'transfer-out', service, sessions, price: share, to: packages.length });
      used[service]! += sessions;
      moved[service]! += sessions;
      price -= share;
      packages.push({
        ...own,
        price: share,
        services: [{ total: sessions, unitPrice: own.services[service]!.unitPrice }],
        purchasedOn: today,
        expiresOn: expires,
        transferredFrom: me,
        steps: [{ at: at + 1, kind: 'transfer-in', price: share, from: me }],
      });
      live(packages, packages.length - 1, at + 1, world);
    } else if (wish === 10 && roll(3) === 0) {
      own.steps.push({ at, kind: 'cancelled' });
      return;
    }
  }
}

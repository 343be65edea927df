/** @dates */
import { daysAfter, freezeOn as freezeOnDay } from '@bookinda/contracts/packages/package-freeze';
import { packageStatus, packageStatuses } from '@bookinda/contracts/packages/package-status';
import { paymentBadge, paymentBadges } from '@bookinda/contracts/packages/payment-badge';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StoppedClock } from '../../platform/clock.js';
import { type TestDatabase, testDatabase } from '../../test/database.js';
import { badgeOf, freezeOn, hasBadge, hasStatus, isFrozen, statusOn } from './derived.js';

/** Zones with half hours, a day that never was (Apia 2011-12-30), midnight that does not exist (Cairo, Havana) and both sides of the date line. */
const zones = [
  'Europe/Budapest',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'America/Havana',
  'Australia/Lord_Howe',
  'UTC',
];
/** Days around clock changes, leap days and year ends, where a mistake of an hour is a mistake of a day. */
const days = [
  '2026-03-29',
  '2026-10-25',
  '2026-03-08',
  '2026-11-01',
  '2028-02-29',
  '2027-02-28',
  '2026-12-31',
  '2024-02-29',
  '2011-12-30',
];

const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2011, 0), max: Date.UTC(2035, 0) }),
  fc
    .tuple(fc.constantFrom(...days), fc.integer({ min: -30 * 3_600_000, max: 30 * 3_600_000 }))
    .map(([day, by]) => Date.parse(`${day}T00:00:00Z`) + by),
);
const facts = fc.record({
  zone: fc.constantFrom(...zones),
  at: instant,
  cancelled: fc.boolean(),
  remaining: fc.integer({ min: 0, max: 2 }),
  /** Days from today to the expiry. */
  expiresIn: fc.option(fc.integer({ min: -2, max: 2 })),
  /** Days from today to the first frozen one, and to the last. */
  frozenIn: fc.option(fc.integer({ min: -2, max: 2 })),
  frozenFor: fc.option(fc.integer({ min: 0, max: 2 })),
  price: fc.integer({ min: 0, max: 3 }),
  paid: fc.integer({ min: 0, max: 3 }),
});

describe('the derived status in SQL', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  it('PK-05, PK-12, PK-19 status, badge, freeze and filters in SQL say what the functions of contracts say', async () => {
    const clock = new StoppedClock();
    await fc.assert(
      fc.asyncProperty(fc.array(facts, { minLength: 50, maxLength: 200 }), async (packages) => {
        const rows = packages.map((one) => {
          clock.moveTo(new Date(one.at).toISOString());
          const today = clock.today(one.zone);
          const expiresOn = one.expiresIn === null ? null : daysAfter(today, one.expiresIn);
          const frozenFrom = one.frozenIn === null ? null : daysAfter(today, one.frozenIn);
          const frozenUntil =
            frozenFrom === null || one.frozenFor === null ? null : daysAfter(frozenFrom, one.frozenFor);
          return { ...one, instant: clock.instant(), today, expiresOn, frozenFrom, frozenUntil };
        });
        const answers = await db.query(
          `SELECT ${statusOn('p.today')} AS status, ${badgeOf()} AS badge, (p.instant AT TIME ZONE p.zone)::date::text AS today,
             ${freezeOn('p.today')} AS freeze, coalesce(${isFrozen('p.today')}, false) AS frozen,
             ${packageStatuses.map((status) => `(${hasStatus(status, 'p.today')}) IS TRUE AS "${status}"`).join(', ')},
             ${paymentBadges.map((badge) => `(${hasBadge(badge)}) IS TRUE AS "${badge}"`).join(', ')}
           FROM ROWS FROM (jsonb_to_recordset($1) AS (cancelled_at timestamptz, used_up boolean, expires_on date, frozen_from date, frozen_until date, today text, price bigint, paid bigint, instant timestamptz, zone text))
             WITH ORDINALITY p ORDER BY p.ordinality`,
          [
            JSON.stringify(
              rows.map((row) => ({
                cancelled_at: row.cancelled ? row.instant : null,
                used_up: row.remaining === 0,
                expires_on: row.expiresOn,
                frozen_from: row.frozenFrom,
                frozen_until: row.frozenUntil,
                today: row.today,
                price: row.price,
                paid: row.paid,
                instant: row.instant,
                zone: row.zone,
              })),
            ),
          ],
        );
        expect(answers).toEqual(
          rows.map((row) => {
            const status = packageStatus(row, row.today);
            const badge = paymentBadge(row.price, row.paid);
            const freeze = freezeOnDay(row, row.today);
            return {
              freeze,
              frozen: freeze?.now ?? false,
              status,
              badge,
              today: row.today,
              ...Object.fromEntries(packageStatuses.map((one) => [one, one === status])),
              ...Object.fromEntries(paymentBadges.map((one) => [one, one === badge])),
            };
          }),
        );
      }),
      { numRuns: 60 },
    );
  });
});

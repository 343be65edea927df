import type { PackageFigures, PackageReport, RollForward } from '@bookinda/contracts/packages/package-report';

const roll = (opening: number, sold: number, redeemed: number, refunded: number, expired: number): RollForward => ({
  opening,
  sold,
  redeemed,
  refunded,
  expired,
  closing: opening + sold - redeemed - refunded - expired,
});

function figures(opening: number, sold: number, redeemed: number, refunded: number, expired: number): PackageFigures {
  return {
    value: roll(opening * 1_000, sold * 1_000, redeemed * 1_000, refunded * 1_000, expired * 1_000),
    sessions: roll(opening, sold, redeemed, refunded, expired),
    packagesSold: 1,
    received: sold * 500,
    refunds: 0,
    due: sold * 500,
  };
}

/** October and November 2026 of one template: 10 € a session. */
export function twoMonths(): PackageReport {
  return {
    from: '2026-10',
    to: '2026-11',
    today: '2026-11-22',
    currency: 'EUR',
    months: [
      { month: '2026-10', ...figures(20, 30, 12, 0, 0) },
      { month: '2026-11', ...figures(38, 0, 8, 5, -3) },
    ],
    templates: [{ template: { id: 't', name: 'Ten massages' }, ...figures(20, 30, 20, 5, -3) }],
    total: figures(20, 30, 20, 5, -3),
    now: { packages: 4, sessions: 28, value: 28_000, paidValue: 20_000, due: 15_000 },
  };
}

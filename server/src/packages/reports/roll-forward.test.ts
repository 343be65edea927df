/** @dates */
import { type PackageFigures, type PackageReport, type RollForward } from '@bookinda/contracts/packages/package-report';
import { readPackageReport, totalPackages } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenMember, givenCustomer, givenMember, givenTenant } from '../../test/given.js';
import { enterSales } from '../../test/liability/enter-sales.js';
import { type Books, type Counted, type CountedMove, tell } from '../../test/liability/liability-replay.js';
import { randomSales, type TimedPackage } from '../../test/liability/random-sales.js';
import { packageFindings } from '../../test/package-audit.js';

const today = '2026-11-21';
const seed = Number(process.env.LIABILITY_SEED ?? Date.now() % 1_000_000);

describe('roll-forward of random lives', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo(`${today}T23:30:00Z`);
  });
  afterAll(() => app.stop());

  /** A salon with lives of packages, and what an accountant says of them. */
  async function lived(timeZone: string, ownSeed: number, lives: number) {
    const tenant = await givenTenant(app, { timeZone });
    const owner = await givenMember(app, tenant, 'OWNER');
    const templates = await app.db.query<{ id: string }>(
      `INSERT INTO package_template (tenant_id, name, services, currency, original_price, price)
       SELECT $1, 'Template ' || n, '[{"name": "Massage", "quantity": 1, "unitPrice": 1}]', 'HUF', 1, 1 FROM generate_series(1, 3) n RETURNING id`,
      [tenant.id],
    );
    const ids = templates.map(({ id }) => id);
    const packages = randomSales(ownSeed, lives, '2025-06-01', '2026-11-20', timeZone);
    const customer = await givenCustomer(app, tenant);
    await enterSales(app.db, { tenant: tenant.id, customer, templates: ids }, packages);
    return { owner, packages, templates: ids };
  }

  async function report(owner: GivenMember, input: object): Promise<PackageReport> {
    const { status, body } = await app.call(readPackageReport, owner.as, input);
    expect(status).toBe(200);
    return body;
  }

  function accountOf(packages: TimedPackage[], timeZone: string): { books: Books; owed: Counted } {
    const books: Books = {};
    // 23:30 in London is tomorrow in Budapest and later today in Havana.
    const now = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(`${today}T23:30:00Z`));
    const owed = packages.map((sold) => tell(books, sold, now, timeZone));
    const sum = (of: 'value' | 'sessions') => owed.reduce((all, one) => all + one[of], 0);
    return { books, owed: { value: sum('value'), sessions: sum('sessions') } };
  }

  function expectAgreement({ months, now }: PackageReport, { books, owed }: { books: Books; owed: Counted }): void {
    for (const measure of ['value', 'sessions'] as const) {
      const before = Object.entries(books).filter(([month]) => month < months[0]!.month);
      const balance = (moves: Record<CountedMove, Counted>) =>
        moves.sold[measure] - moves.redeemed[measure] - moves.refunded[measure] - moves.expired[measure];
      let opening = before.reduce((sum, [, moves]) => sum + balance(moves), 0);
      for (const { month, ...figures } of months) {
        const none = { value: 0, sessions: 0 };
        const moves = books[month] ?? { sold: none, redeemed: none, refunded: none, expired: none };
        const { sold, redeemed, refunded, expired } = moves;
        const closing = opening + balance(moves);
        const told: RollForward = {
          opening,
          sold: sold[measure],
          redeemed: redeemed[measure],
          refunded: refunded[measure],
          expired: expired[measure],
          closing,
        };
        expect({ month, measure, ...figures[measure] }).toEqual({ month, measure, ...told });
        opening = closing;
      }
      expect(opening).toBe(owed[measure]);
      expect(now[measure]).toBe(owed[measure]);
    }
  }

  for (const [n, timeZone] of ['Europe/Budapest', 'America/Havana', 'Africa/Cairo', 'Pacific/Auckland'].entries())
    it(`PK-18 every month in ${timeZone} is what an accountant counts, session by session (seed ${seed + n})`, async () => {
      const { owner, packages, templates } = await lived(timeZone, seed + n, 80);
      for (const from of ['2025-05', '2026-04', '2026-11'])
        expectAgreement(await report(owner, { from }), accountOf(packages, timeZone));
      for (const [place, template] of [...templates, null].entries()) {
        const own = packages.filter((sold) => sold.template === (template === null ? null : place));
        const input = template === null ? { only: 'custom' } : { template };
        expectAgreement(await report(owner, { from: '2026-01', ...input }), accountOf(own, timeZone));
      }
      expect(await packageFindings(app)).toEqual([]);
    }, 120_000);

  it('PK-18 tables, months and the list of packages agree with each other', async () => {
    const { owner } = await lived('Europe/Budapest', seed + 9, 60);
    const { months, templates, total, now } = await report(owner, { from: '2025-06' });
    const sum = (of: PackageFigures[], by: (figures: PackageFigures) => number) =>
      of.reduce((all, figures) => all + by(figures), 0);
    for (const measure of ['value', 'sessions'] as const) {
      for (const move of ['sold', 'redeemed', 'refunded', 'expired'] as const) {
        expect(sum(months, (figures) => figures[measure][move])).toBe(total[measure][move]);
        expect(sum(templates, (figures) => figures[measure][move])).toBe(total[measure][move]);
      }
      expect(sum(templates, (figures) => figures[measure].closing)).toBe(total[measure].closing);
      expect([months[0]?.[measure].opening, months.at(-1)?.[measure].closing]).toEqual([
        total[measure].opening,
        total[measure].closing,
      ]);
    }
    const { body: active } = await app.call(totalPackages, owner.as, { status: 'active' });
    const { body: all } = await app.call(totalPackages, owner.as, {});
    expect([active.packages, active.remaining, all.due.amount]).toEqual([now.packages, now.sessions, now.due]);
    expect(sum(months, ({ due }) => due)).toBe(now.due);
  });
});

/** @dates */
import { roles } from '@bookinda/contracts/identity/session';
import type { PackageReport } from '@bookinda/contracts/packages/package-report';
import {
  cancelPackage,
  createTemplate,
  exportPackageReport,
  listDebts,
  readPackageReport,
  redeemSession,
  refundPayment,
  sellPackage,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { entries, rowOf } from '../ledger/enter-step.js';

const nothing = { opening: 0, sold: 0, redeemed: 0, refunded: 0, expired: 0, closing: 0 };
const actor = { kind: 'system', id: null, name: 'given' } as const;

describe('package report', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    app.clock.moveTo('2026-11-21T12:00:00Z');
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    customer = await givenCustomer(app, salon);
  });

  const read = async (input = {}): Promise<PackageReport> => (await app.call(readPackageReport, owner.as, input)).body;
  const csv = async (input: object): Promise<string[]> => {
    const { body, headers } = await app.call(exportPackageReport, owner.as, input as never);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    return String(body).trimEnd().split('\r\n');
  };
  const redeemAt = (of: { id: string; services: string[] }, at: string) =>
    app.db.query(entries.sessions, [
      salon.id,
      of.id,
      rowOf({ kind: 'redemption', service: of.services[0]!, sessions: 1, actor, at }),
    ]);

  it('PK-18 a salon that sold nothing has twelve quiet months', async () => {
    const report = await read();
    expect([report.from, report.to, report.today, report.currency]).toEqual([
      '2025-12',
      '2026-11',
      '2026-11-21',
      'HUF',
    ]);
    expect(report.months.map(({ month }) => month)).toHaveLength(12);
    for (const { value, sessions, received } of report.months)
      expect([value, sessions, received]).toEqual([nothing, nothing, 0]);
    expect(report.templates).toEqual([]);
    expect(report.now).toEqual({ packages: 0, sessions: 0, value: 0, paidValue: 0, due: 0 });
    expect(await csv({ table: 'cells' })).toHaveLength(1);
  });

  it('PK-18 sold, received, redeemed, given back, expired and still owed, by month and template', async () => {
    const { body: template } = await app.call(createTemplate, owner.as, {
      name: 'Ten massages',
      services: [{ name: 'Massage', quantity: 3, unitPrice: 333_400 }],
    });
    const sale = { customer, template: template.id };
    const first = (await app.call(sellPackage, owner.as, { ...sale, payment: { amount: 500_000, method: 'cash' } }))
      .body.card;
    const gone = (await app.call(sellPackage, owner.as, { ...sale, payment: { rest: true, method: 'card' } })).body
      .card;
    const custom = await givenPackage(app, salon, customer, {
      price: 100_000,
      purchasedOn: '2026-09-10',
      expiresOn: '2026-10-31',
      services: [{ total: 4 }],
    });
    await redeemAt(custom, '2026-10-05T10:00:00Z');
    await redeemAt({ id: first.id, services: [first.services[0]!.id] }, '2026-11-20T10:00:00Z');
    await app.call(cancelPackage, owner.as, { reason: 'refund' }, { id: gone.id });
    await app.call(refundPayment, owner.as, { amount: 700_000, method: 'card' }, { id: gone.id });
    // The cancellation bears the database's time.
    await app.db.forge("UPDATE sold_package SET cancelled_at = '2026-11-21T12:00:00Z' WHERE id = $1", [gone.id]);

    const report = await read({ from: '2026-09' });
    const value = Object.fromEntries(report.months.map((month) => [month.month, month.value]));
    expect(value).toEqual({
      '2026-09': { ...nothing, sold: 100_000, closing: 100_000 },
      '2026-10': { ...nothing, opening: 100_000, redeemed: 25_000, closing: 75_000 },
      '2026-11': {
        opening: 75_000,
        sold: 2_000_400,
        redeemed: 333_400,
        refunded: 1_000_200,
        // Valid through October; November is the first month without it.
        expired: 75_000,
        closing: 666_800,
      },
    });
    expect(report.months.map(({ sessions }) => sessions.closing)).toEqual([4, 3, 2]);
    expect(report.months.at(-1)).toMatchObject({
      packagesSold: 2,
      received: 1_500_200,
      refunds: 700_000,
      due: 500_200,
    });
    expect(
      report.templates.map(({ template: of, ...figures }) => [of?.name, figures.value.closing, figures.value.expired]),
    ).toEqual([
      ['Ten massages', 666_800, 0],
      [undefined, 0, 75_000],
    ]);
    // 5,000 Ft was paid of which 3,334 Ft are used up.
    expect(report.now).toEqual({ packages: 1, sessions: 2, value: 666_800, paidValue: 166_600, due: 600_200 });
    expect(report.now.due).toBe((await app.call(listDebts, owner.as)).body.total.amount);
    expect((await read({ from: '2026-09', only: 'custom' })).total.value).toMatchObject({ sold: 100_000, closing: 0 });
    expect((await read({ from: '2026-10', template: template.id })).total.value).toMatchObject({
      opening: 0,
      closing: 666_800,
    });
  });

  it('PK-18 months end at the salon’s midnight, across summer time and the year', async () => {
    const given = await givenPackage(app, salon, customer, { price: 100_000, purchasedOn: '2026-03-01' });
    // Budapest: the 1st of April begins at 22:00 of March in UTC, the 1st of November at 23:00 of October, New Year's Day too.
    for (const at of [
      '2026-03-31T21:59:59.999Z',
      '2026-03-31T22:00:00Z',
      '2026-10-31T22:59:59.999Z',
      '2026-10-31T23:00:00Z',
    ])
      await redeemAt(given, at);
    const sessions = (report: PackageReport) =>
      Object.fromEntries(
        report.months.flatMap(({ month, sessions: { redeemed } }) => (redeemed ? [[month, redeemed]] : [])),
      );
    expect(sessions(await read())).toEqual({ '2026-03': 1, '2026-04': 1, '2026-10': 1, '2026-11': 1 });
    const old = await givenPackage(app, salon, customer, { price: 100_000, purchasedOn: '2025-12-31' });
    await redeemAt(old, '2025-12-31T22:59:59.999Z');
    await redeemAt(old, '2025-12-31T23:00:00Z');
    const over = await read({ from: '2025-12', to: '2026-01' });
    expect([over.months[0]?.value.sold, over.months[1]?.value.sold, sessions(over)]).toEqual([
      100_000,
      0,
      { '2025-12': 1, '2026-01': 1 },
    ]);
    // The salon's month, not the server's: 23:30 of October in UTC is November in Budapest.
    app.clock.moveTo('2026-10-31T23:30:00Z');
    expect((await read()).to).toBe('2026-11');
    expect((await app.call(readPackageReport, owner.as, { to: '2026-12' })).problem.errors).toMatchObject([
      { path: 'to', code: 'future' },
    ]);
  });

  it('PK-18 a package extended after it had expired comes back in that month', async () => {
    const { id } = await givenPackage(app, salon, customer, {
      price: 100_000,
      purchasedOn: '2026-06-01',
      expiresOn: '2026-07-31',
    });
    const change = {
      kind: 'expiry-changed',
      from: '2026-07-31',
      to: '2026-12-31',
      actor,
      at: '2026-10-10T10:00:00Z',
    } as const;
    await app.db.query(entries.change, [salon.id, id, rowOf(change)]);
    const expired = (await read({ from: '2026-07' })).months.map(({ value }) => value.expired);
    expect(expired).toEqual([0, 100_000, 0, -100_000, 0]);
    expect((await csv({ table: 'months', from: '2026-07' }))[4]).toContain('"2026-10","0","0","0","0","-1000","1000"');
  });

  it('PK-18 redeemed through the door is redeemed in the report', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { price: 100_100, services: [{ total: 3 }] });
    await app.call(redeemSession, owner.as, { service: services[0]!, sessions: 2 }, { id });
    // Entries bear the database's time; the salon's day follows it.
    const [{ now }] = (await app.db.query('SELECT now() AS now')) as [{ now: Date }];
    app.clock.moveTo(now.toISOString());
    const { now: standing, total } = await read();
    expect([standing.sessions, standing.value, total.value.redeemed]).toEqual([1, 33_400, 66_700]);
  });

  it('PK-18 the tables as CSV, in the language asked for, and no cell is a formula', async () => {
    const { body: template } = await app.call(createTemplate, owner.as, {
      name: '=cmd|"x"!A0',
      services: [{ name: 'Cut', quantity: 2, unitPrice: 150_000 }],
    });
    await app.call(sellPackage, owner.as, { customer, template: template.id });
    await givenPackage(app, salon, customer, { price: 100_000, purchasedOn: '2026-11-02' });
    const roll = (closing: number) => `"0","${closing}","0","0","0","${closing}"`;
    const [head, ...rows] = await csv({ table: 'templates', from: '2026-11', language: 'hu' });
    expect(head).toContain('"Sablon","Nyitó","Eladva","Beváltva","Visszatérítve","Lejárt","Záró"');
    const raw = await fetch(`${app.url}${exportPackageReport.path}?table=months`, { headers: owner.as });
    expect([...new Uint8Array(await raw.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(rows).toEqual([
      `"'=cmd|""x""!A0",${roll(3000)},${roll(2)},"1","0","0","3000","HUF"`,
      `"Egyedi bérletek",${roll(1000)},${roll(10)},"1","0","0","1000","HUF"`,
    ]);
    expect((await csv({ table: 'months' })).map((line) => line.split(',')[0])).toHaveLength(13);
    expect(
      (await csv({ table: 'cells', from: '2026-10' })).slice(1).map((line) => line.split(',').slice(0, 2)),
    ).toEqual([
      ['"2026-11"', `"'=cmd|""x""!A0"`],
      ['"2026-11"', '"Custom packages"'],
    ]);
    const { headers } = await app.call(exportPackageReport, owner.as, { table: 'months', from: '2026-01' });
    expect(headers.get('content-disposition')).toContain('packages-by-month-2026-01-2026-11.csv');
  });

  it('PK-18 spans and choices that are none are refused by field', async () => {
    const refused: [object, string, string?][] = [
      [{ from: '2026-13' }, 'from'],
      [{ from: '2026-1' }, 'from'],
      [{ from: '２026-01' }, 'from'],
      [{ to: '2026-12' }, 'to', 'future'],
      [{ from: '2026-11', to: '2026-10' }, 'from', 'later'],
      [{ from: '2016-11' }, 'from', 'too-much'],
      [{ template: 'x' }, 'template'],
      [{ only: 'all' }, 'only'],
      [{ only: 'custom', template: salon.id }, 'only', 'exclusive'],
    ];
    for (const [input, path, code] of refused) {
      const { status, problem } = await app.call(readPackageReport, owner.as, input as never);
      expect({ input, status, errors: problem.errors }).toMatchObject({
        input,
        status: 400,
        errors: [code ? { path, code } : { path }],
      });
    }
    expect((await app.call(exportPackageReport, owner.as, {} as never)).problem.errors).toMatchObject([
      { path: 'table' },
    ]);
    expect((await read({ from: '2016-12' })).months).toHaveLength(120);
  });

  it('PK-18, PK-20 owners and managers read it, of their own salon only', async () => {
    await givenPackage(app, salon, customer, { price: 100_000, purchasedOn: '2026-11-02' });
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const status = ['OWNER', 'MANAGER'].includes(role) ? 200 : 403;
      expect({
        role,
        report: (await app.call(readPackageReport, as)).status,
        csv: (await app.call(exportPackageReport, as, { table: 'months' })).status,
      }).toEqual({ role, report: status, csv: status });
    }
    const template = (
      await app.call(createTemplate, owner.as, { name: 'T', services: [{ name: 'S', quantity: 1, unitPrice: 100 }] })
    ).body.id;
    await app.call(sellPackage, owner.as, { customer, template });
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    for (const input of [{}, { template }, { only: 'custom' as const }]) {
      const { body } = await app.call(readPackageReport, stranger.as, input);
      expect([body.now.packages, body.total.value, body.templates]).toEqual([0, nothing, []]);
    }
  });
});

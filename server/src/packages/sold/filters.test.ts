/** @dates */
import { roles } from '@bookinda/contracts/identity/session';
import type { PackageFilter } from '@bookinda/contracts/packages/list-packages.dto';
import type { PackageCard } from '@bookinda/contracts/packages/package';
import {
  cancelPackage,
  createTemplate,
  exportPackages,
  listPackages,
  redeemSession,
  reverseRedemption,
  sellPackage,
  totalPackages,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { cell } from '../../platform/http/csv.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';

describe('filters, totals and export of packages', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.stop());

  async function open(): Promise<void> {
    app.clock.moveTo('2026-11-21T12:00:00Z');
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    customer = await givenCustomer(app, salon, 'Nagy Ágnes');
  }
  async function everyPage(as: As, filter: PackageFilter, limit = 2): Promise<PackageCard[]> {
    const items: PackageCard[] = [];
    for (let after: string | undefined; ; ) {
      const { body } = await app.call(listPackages, as, { ...filter, limit, ...(after ? { after } : {}) });
      items.push(...body.items);
      if (!body.next) return items;
      after = body.next;
    }
  }
  const idsOf = async (filter: PackageFilter) => (await everyPage(owner.as, filter)).map(({ id }) => id);

  it('PK-06 by service and template', async () => {
    await open();
    const { body: template } = await app.call(createTemplate, owner.as, {
      name: 'T',
      services: [{ name: 'Massage', quantity: 1, unitPrice: 100 }],
    });
    const sold = (await app.call(sellPackage, owner.as, { customer, template: template.id })).body.card.id;
    const other = await givenPackage(app, salon, customer, {
      services: [
        { name: 'MASSAGE', total: 1 },
        { name: 'Cut', total: 1 },
      ],
    });
    await givenPackage(app, salon, customer, { services: [{ name: 'Massage long', total: 1 }] });
    expect(await idsOf({ service: ' massage ' })).toEqual([other.id, sold]);
    expect(await idsOf({ template: template.id })).toEqual([sold]);
    expect(await idsOf({ template: template.id, service: 'cut' })).toEqual([]);
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect(await everyPage(stranger.as, { template: template.id })).toEqual([]);
  });

  it('PK-06 expiring between, the next to expire first, only what can still expire', async () => {
    await open();
    const ids: string[] = [];
    for (const expiresOn of ['2026-12-31', '2026-12-01', '2026-12-01', '2026-11-30', '2027-01-01', null])
      ids.push((await givenPackage(app, salon, customer, { expiresOn })).id);
    const used = await givenPackage(app, salon, customer, {
      expiresOn: '2026-12-05',
      services: [{ total: 1, used: 1 }],
    });
    const gone = await givenPackage(app, salon, customer, { expiresOn: '2026-12-06' });
    await app.call(cancelPackage, owner.as, { reason: 'error' }, { id: gone.id });
    const december = { expiresFrom: '2026-12-01', expiresTo: '2026-12-31' };
    for (const limit of [1, 2, 50])
      expect((await everyPage(owner.as, december, limit)).map(({ id }) => id)).toEqual([ids[1], ids[2], ids[0]]);
    expect(await idsOf({ expiresFrom: '2027-01-01' })).toEqual([ids[4]]);
    expect(await idsOf({ expiresTo: '2026-11-30' })).toEqual([ids[3]]);
    expect(await idsOf({ ...december, status: 'fully-used' })).toEqual([used.id]);
    expect(await idsOf({ ...december, status: 'cancelled' })).toEqual([gone.id]);
    for (const expiresFrom of ['2026-13-01', '1', '2026-12-01; DROP'])
      expect((await app.call(listPackages, owner.as, { expiresFrom })).problem.errors).toMatchObject([
        { path: 'expiresFrom' },
      ]);
    const { next } = (await app.call(listPackages, owner.as, { ...december, limit: 1 })).body;
    expect((await app.call(listPackages, owner.as, { limit: 1, after: next! })).problem.code).toBe('invalid-cursor');
  });

  it('PK-06 unused for so many days: active, bought before, nothing redeemed since that was not taken back', async () => {
    await open();
    // Entries bear the database's time; the salon's day follows it.
    const [{ now }] = (await app.db.query('SELECT now() AS now')) as [{ now: Date }];
    app.clock.moveTo(now.toISOString());
    const ago = (days: number) =>
      Temporal.PlainDate.from(app.clock.today('Europe/Budapest')).subtract({ days }).toString();
    const sleeping = await givenPackage(app, salon, customer, { purchasedOn: ago(120) });
    const fresh = await givenPackage(app, salon, customer, { purchasedOn: ago(29) });
    const visited = await givenPackage(app, salon, customer, { purchasedOn: ago(119) });
    const undone = await givenPackage(app, salon, customer, { purchasedOn: ago(118) });
    await givenPackage(app, salon, customer, { purchasedOn: ago(120), expiresOn: ago(90) });
    const redeem = async ({ id, services }: { id: string; services: string[] }) =>
      (await app.call(redeemSession, owner.as, { service: services[0]! }, { id })).body.entry;
    await redeem(visited);
    await app.call(reverseRedemption, owner.as, {}, { id: undone.id, rid: await redeem(undone) });
    expect(await idsOf({ unusedDays: 30 })).toEqual([undone.id, sleeping.id]);
    expect((await idsOf({ unusedDays: 1 })).includes(fresh.id)).toBe(true);
    for (const unusedDays of [0, -1, 1.5, 4000, '1e1', '３'])
      expect((await app.call(listPackages, owner.as, { unusedDays } as never)).problem.errors).toMatchObject([
        { path: 'unusedDays' },
      ]);
  });

  it('PK-06 totals are the sums of the list, whatever the filters', async () => {
    await open();
    for (const [n, expiresOn] of [null, '2026-11-20', '2026-12-10', '2026-12-11'].entries())
      for (const paid of [0, 50, 100])
        await givenPackage(app, salon, customer, { price: 100, paid, expiresOn, services: [{ total: 3, used: n }] });
    const { id } = await givenPackage(app, salon, customer, { price: 1_000, paid: 300 });
    await app.call(cancelPackage, owner.as, { reason: 'refund' }, { id });
    const filters: PackageFilter[] = [
      {},
      { status: 'active' },
      { status: 'cancelled' },
      { payment: 'partial' },
      { q: 'agnes mass' },
      { q: '???' },
      { expiresFrom: '2026-12-01' },
      { service: 'service 1', payment: 'unpaid', status: 'expired' },
      { unusedDays: 3 },
    ];
    for (const filter of filters) {
      const cards = await everyPage(owner.as, filter, 100);
      const living = cards.filter(({ status }) => status !== 'cancelled');
      const sum = (of: PackageCard[], by: (card: PackageCard) => number) => of.reduce((all, card) => all + by(card), 0);
      const money = (amount: number) => ({ amount, currency: 'HUF' });
      expect({ filter, ...(await app.call(totalPackages, owner.as, filter)).body }).toEqual({
        filter,
        packages: cards.length,
        price: money(sum(cards, ({ price }) => price.amount)),
        paid: money(sum(cards, ({ paid }) => paid.amount)),
        due: money(sum(living, ({ price, paid }) => price.amount - paid.amount)),
        remaining: sum(living, ({ services }) => sum2(services)),
      });
    }
  });
  const sum2 = (services: PackageCard['services']) => services.reduce((all, { remaining }) => all + remaining, 0);

  it('PK-06 the export has every package that passes, in the language asked for, and no cell is a formula', async () => {
    await open();
    const evil = await givenCustomer(app, salon, '=HYPERLINK("http://evil.example","x")');
    const services = [
      { name: "+cmd|' /C calc'!A0", quantity: 2, unitPrice: 150_000 },
      { name: 'Cut, "wash"', quantity: 1, unitPrice: 0 },
    ];
    await app.call(sellPackage, owner.as, { customer: evil, name: '@SUM(1+1)', services, expiresOn: '2026-12-24' });
    const { body } = await app.call(exportPackages, owner.as, { language: 'hu' });
    const text = String(body);
    expect(text.split('\r\n')).toEqual([
      expect.stringContaining('"Bérlet","Ügyfél","Állapot"'),
      `"'@SUM(1+1)","'=HYPERLINK(""http://evil.example"",""x"")","Aktív","Fizetetlen","3000","0","3000","HUF","2026-11-21","2026-12-24","3","'+cmd|' /C calc'!A0 2/2; Cut, ""wash"" 1/1"`,
      '',
    ]);
    await app.db.query(
      `WITH sold AS (INSERT INTO sold_package (tenant_id, customer_id, name, currency, price, remaining, purchased_on)
         SELECT $1, $2, 'P' || n, 'HUF', 1000, 1, DATE '2026-01-01' + n % 50 FROM generate_series(1, 1200) n RETURNING id)
       INSERT INTO package_service (tenant_id, package_id, name, position, total) SELECT $1, id, 'Haircut', 0, 1 FROM sold`,
      [salon.id, customer],
    );
    const rows = String((await app.call(exportPackages, owner.as, {})).body)
      .trim()
      .split('\r\n');
    expect(rows).toHaveLength(1202);
    expect(new Set(rows).size).toBe(1202);
    expect(
      String((await app.call(exportPackages, owner.as, { status: 'expired' })).body)
        .trim()
        .split('\r\n'),
    ).toHaveLength(1);
    const response = await app.call(exportPackages, owner.as, {});
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('packages-2026-11-21.csv');
    expect((await app.call(exportPackages, owner.as, { language: 'de' } as never)).problem.errors).toMatchObject([
      { path: 'language' },
    ]);
  });

  it('PK-06 what a spreadsheet takes for a formula becomes text, numbers and words stay', () => {
    for (const text of ['=1', '+1', '-1', '@a', '\r', ' =1', '＝1', '＠x', '\u0000=1'])
      expect(cell(text)).toBe(`"'${text}"`);
    expect([cell('\t=1'), cell('\n+1')]).toEqual([`"'\t'=1"`, `"'\n'+1"`]);
    expect([cell('a=1'), cell(-5), cell('Kiss "Éva"'), cell(null), cell('')]).toEqual([
      '"a=1"',
      '"-5"',
      '"Kiss ""Éva"""',
      '',
      '""',
    ]);
  });

  it('PK-06 in a spreadsheet that parts at semicolons, tabs or lines, no cell begins as a formula either', () => {
    for (const separator of [';', ',', '\t', '\n', '; ', ';\t '])
      for (const sign of ['=', '+', '-', '@', '＝']) {
        const text = cell(`Test${separator}${sign}HYPERLINK("x")`);
        for (const parted of [/;/, /,/, /\t/, /[\r\n]/, /[;,\t\r\n]/])
          for (const part of text.split(parted)) expect(part).not.toMatch(/^\s*[=+\-@＝]/);
        expect(text.replaceAll("'", '')).toBe(`"Test${separator}${sign}HYPERLINK(""x"")"`);
      }
    expect(cell('Cut; wash, 2-3 times')).toBe('"Cut; wash, 2-3 times"');
  });

  it('PK-20 who sees totals and who exports', async () => {
    await open();
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      expect({
        role,
        totals: (await app.call(totalPackages, as)).status,
        csv: (await app.call(exportPackages, as)).status,
      }).toEqual({
        role,
        totals: ['STAFF', 'AGENT'].includes(role) ? 403 : 200,
        csv: ['OWNER', 'MANAGER'].includes(role) ? 200 : 403,
      });
    }
  });
});

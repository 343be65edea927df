import {
  cancelPackage,
  changeExpiry,
  correctSessions,
  createTemplate,
  exportPackages,
  listHistory,
  listOwnHistory,
  readOwnPackage,
  redeemSession,
  refundPayment,
  reversePayment,
  reverseRedemption,
  sellPackage,
  takePayment,
  verifyOwnPackage,
} from '@bookinda/contracts/packages/routes';
import type { Route } from '@bookinda/contracts/route';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decide } from '../notifications/decide.js';
import { type As, type TestApp, testApp } from '../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenPackage,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../test/given.js';
import { packageFindings } from '../test/package-audit.js';

/** What is no amount: as JSON brings it. */
const noAmounts: unknown[] = [
  '1e3',
  '100',
  0,
  -1,
  0.1 + 0.2,
  '１２３',
  2 ** 53 + 2,
  '9007199254740993',
  1e300,
  null,
  true,
  [100],
  { amount: 100 },
  '',
  ' 1',
  '0x10',
  '١٢',
];
const noDays = [
  '2026-11-20',
  '2026-02-30',
  '2026-11-31',
  '２０２６-12-01',
  '2026-1-1',
  '2026-12-01T00:00:00Z',
  '',
  20261201,
  'tomorrow',
];
const noCounts: unknown[] = [0, -1, 1.5, '1', '１', 51, 2 ** 53, true, [1]];

describe('bad input at the doors of packages', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let [eva, anna] = ['', ''];
  let pack: GivenPackage;
  let other: GivenPackage;
  let full: GivenPackage;
  let cancelled: GivenPackage;
  let foreign: GivenPackage;
  let service = '';

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-11-21T12:00:00Z');
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    [eva, anna] = [await givenCustomer(app, salon, 'Éva'), await givenCustomer(app, salon, 'Anna')];
    pack = await givenPackage(app, salon, eva, { services: [{ total: 5 }], price: 1_000, paid: 300 });
    other = await givenPackage(app, salon, anna, { services: [{ total: 5, used: 1 }], price: 1_000, paid: 300 });
    full = await givenPackage(app, salon, eva, { services: [{ total: 2, used: 2 }], price: 100, paid: 100 });
    cancelled = await givenPackage(app, salon, eva, { services: [{ total: 2 }], price: 500, paid: 100 });
    await app.call(cancelPackage, owner.as, { reason: 'error' }, { id: cancelled.id });
    const elsewhere = await givenTenant(app);
    foreign = await givenPackage(app, elsewhere, await givenCustomer(app, elsewhere));
    service = pack.services[0] ?? '';
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  /** Every row that a door of packages may write, as one text. */
  async function everything(): Promise<string> {
    const tables = [
      'sold_package',
      'package_service',
      'ledger_entry',
      'package_payment',
      'package_change',
      'package_note',
      'package_template',
      'event',
      'mail',
    ];
    const rows = await app.db.query<{ all: string }>(
      tables
        .map((table) => `SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') AS all FROM ${table} t`)
        .join(' UNION ALL '),
    );
    return rows.map(({ all }) => all).join('\n');
  }

  interface Refused {
    what: string;
    door: Route<never, unknown>;
    input: unknown;
    code: string;
    path?: string;
    names?: Record<string, string>;
    as?: As;
  }

  async function expectRefused(cases: Refused[]): Promise<void> {
    const before = await everything();
    for (const { what, door, input, code, path, names = { id: pack.id }, as = owner.as } of cases) {
      const { status, problem } = await app.call(door, as, input as never, names);
      const said = { what, input, status, code: problem.code, path: path && problem.errors?.[0]?.path };
      expect(said).toEqual({ what, input, status: expect.any(Number), code, path });
      expect([what, status >= 400 && status < 500]).toEqual([what, true]);
    }
    expect(await everything()).toBe(before);
  }

  const door = (route: unknown) => route as Route<never, unknown>;

  it('PK-12, PK-14, PK-01 what is no amount is refused at every door that takes money, and changes nothing', async () => {
    const method = 'cash';
    const line = { name: 'Massage', quantity: 1, unitPrice: 100 };
    const money: [what: string, route: unknown, path: string, of: (amount: unknown) => object, free?: boolean][] = [
      ['payment', takePayment, 'amount', (amount) => ({ amount, method })],
      ['refund', refundPayment, 'amount', (amount) => ({ amount, method })],
      [
        'first payment',
        sellPackage,
        'payment.amount',
        (amount) => ({ customer: eva, name: 'P', services: [line], payment: { amount, method } }),
      ],
      [
        'discount',
        sellPackage,
        'discountAmount',
        (discountAmount) => ({ customer: eva, name: 'P', services: [line], discountAmount }),
      ],
      [
        'price of one',
        sellPackage,
        'services.0.unitPrice',
        (unitPrice) => ({ customer: eva, name: 'P', services: [{ ...line, unitPrice }] }),
        true,
      ],
      [
        'price in a template',
        createTemplate,
        'services.0.unitPrice',
        (unitPrice) => ({ name: 'T', services: [{ ...line, unitPrice }] }),
        true,
      ],
      [
        'discount of a template',
        createTemplate,
        'discountAmount',
        (discountAmount) => ({ name: 'T', services: [line], discountAmount }),
      ],
    ];
    for (const [what, route, path, of, free] of money)
      await expectRefused(
        noAmounts
          // A session may be free; an optional amount may be null, which leaves it out.
          .filter(
            (amount) =>
              !(free && amount === 0) &&
              !(amount === null && ['discountAmount', 'amount', 'payment.amount'].includes(path)),
          )
          .map((amount) => ({ what, door: door(route), input: of(amount), code: 'invalid-input', path })),
      );
  });

  it('PK-07, PK-08 what is no number of sessions, or too many of them', async () => {
    await expectRefused([
      ...noCounts.map((sessions) => ({
        what: 'sessions redeemed',
        door: door(redeemSession),
        input: { service, sessions },
        code: 'invalid-input',
        path: 'sessions',
      })),
      ...[0, 2, -2, '1', 0.5, null].map((change) => ({
        what: 'sessions corrected',
        door: door(correctSessions),
        input: { service, change },
        code: 'invalid-input',
        path: 'change',
      })),
      { what: 'more than are left', door: door(redeemSession), input: { service, sessions: 6 }, code: 'nothing-left' },
      { what: 'below nothing used', door: door(correctSessions), input: { service, change: 1 }, code: 'out-of-bounds' },
      {
        what: 'past the total',
        door: door(correctSessions),
        input: { service: full.services[0], change: -1 },
        code: 'out-of-bounds',
        names: { id: full.id },
      },
      {
        what: 'used up',
        door: door(redeemSession),
        input: { service: full.services[0] },
        code: 'nothing-left',
        names: { id: full.id },
      },
    ]);
  });

  it('PK-09, PK-12 what is no day, a day in the past and a day to come', async () => {
    await expectRefused([
      ...noDays.map((expiresOn) => ({
        what: 'last valid day',
        door: door(changeExpiry),
        input: { expiresOn },
        code: 'invalid-input',
        path: 'expiresOn',
      })),
      ...noDays.map((expiresOn) => ({
        what: 'last valid day of a sale',
        door: door(sellPackage),
        input: { customer: eva, name: 'P', services: [{ name: 'S', quantity: 1, unitPrice: 100 }], expiresOn },
        code: 'invalid-input',
        path: 'expiresOn',
      })),
      ...['2026-11-22', '2026-02-30', '２０２６-11-20', ''].map((paidOn) => ({
        what: 'day of payment',
        door: door(takePayment),
        input: { amount: 1, method: 'cash', paidOn },
        code: 'invalid-input',
        path: 'paidOn',
      })),
    ]);
  });

  it('PK-11, PK-14 a cancelled package takes no payment, no session, no date and no second end', async () => {
    const names = { id: cancelled.id };
    const own = cancelled.services[0];
    const [payment] = await app.db.query<{ id: string }>('SELECT id FROM package_payment WHERE package_id = $1', [
      cancelled.id,
    ]);
    const code = 'package-cancelled';
    await expectRefused([
      { what: 'payment', door: door(takePayment), input: { amount: 1, method: 'cash' }, code, names },
      { what: 'the rest', door: door(takePayment), input: { rest: true, method: 'cash' }, code, names },
      { what: 'reversal', door: door(reversePayment), input: {}, code, names: { ...names, pid: payment?.id ?? '' } },
      { what: 'redemption', door: door(redeemSession), input: { service: own }, code, names },
      { what: 'correction', door: door(correctSessions), input: { service: own, change: -1 }, code, names },
      { what: 'expiry', door: door(changeExpiry), input: { expiresOn: '2027-01-01', reason: 'r' }, code, names },
      { what: 'second end', door: door(cancelPackage), input: { reason: 'other' }, code, names },
      {
        what: 'too large a refund',
        door: door(refundPayment),
        input: { amount: 101, method: 'cash' },
        code: 'out-of-bounds',
        names,
      },
    ]);
  });

  it('PK-08, PK-12 nothing is undone twice', async () => {
    const mine = await givenPackage(app, salon, eva, { services: [{ total: 3 }], price: 10_000 });
    const [id, own] = [mine.id, mine.services[0]!];
    const redeemed = await app.call(redeemSession, owner.as, { service: own }, { id });
    const paid = await app.call(takePayment, owner.as, { amount: 5_000, method: 'cash' }, { id });
    const [rid, pid] = [redeemed.body.entry, paid.body.step];
    expect((await app.call(reverseRedemption, owner.as, {}, { id, rid })).status).toBe(200);
    expect((await app.call(reversePayment, owner.as, {}, { id, pid })).status).toBe(200);
    const [reversal] = await app.db.query<{ id: string }>('SELECT id FROM ledger_entry WHERE reverses = $1', [rid]);
    await expectRefused([
      { what: 'redemption', door: door(reverseRedemption), input: {}, code: 'already-reversed', names: { id, rid } },
      { what: 'payment', door: door(reversePayment), input: {}, code: 'already-reversed', names: { id, pid } },
      {
        what: 'undoing the undo',
        door: door(reverseRedemption),
        input: {},
        code: 'not-found',
        names: { id, rid: reversal?.id ?? '' },
      },
    ]);
  });

  it('PK-07, PK-20 a service that is not in the package, another customer’s package and another salon’s', async () => {
    const [redeemed] = await app.db.query<{ id: string }>('SELECT id FROM ledger_entry WHERE package_id = $1', [
      other.id,
    ]);
    const [paid] = await app.db.query<{ id: string }>('SELECT id FROM package_payment WHERE package_id = $1', [
      other.id,
    ]);
    const annas = { id: other.id };
    const evas = await asCustomer(salon, eva);
    const code = 'not-found';
    await expectRefused([
      { what: 'service of another package', door: door(redeemSession), input: { service: other.services[0] }, code },
      {
        what: 'service of another package',
        door: door(correctSessions),
        input: { service: other.services[0], change: -1 },
        code,
      },
      {
        what: 'redemption of another package',
        door: door(reverseRedemption),
        input: {},
        code,
        names: { id: pack.id, rid: redeemed?.id ?? '' },
      },
      {
        what: 'payment of another package',
        door: door(reversePayment),
        input: {},
        code,
        names: { id: pack.id, pid: paid?.id ?? '' },
      },
      {
        what: 'another salon’s',
        door: door(redeemSession),
        input: { service: foreign.services[0] },
        code,
        names: { id: foreign.id },
      },
      {
        what: 'another salon’s',
        door: door(takePayment),
        input: { amount: 1, method: 'cash' },
        code,
        names: { id: foreign.id },
      },
      { what: 'another customer’s card', door: door(readOwnPackage), input: undefined, code, names: annas, as: evas },
      { what: 'another customer’s history', door: door(listOwnHistory), input: {}, code, names: annas, as: evas },
      { what: 'another customer’s check', door: door(verifyOwnPackage), input: {}, code, names: annas, as: evas },
    ]);
    // A page's token redeems nothing, not even its own customer's sessions.
    const { status } = await app.call(redeemSession, evas, { service }, { id: pack.id });
    expect([401, 403]).toContain(status);
  });

  it('PK-09, PK-16, PK-06 a reason that is a formula or a script is kept as it is, and harmless where it is shown', async () => {
    const words = [
      '=HYPERLINK("http://evil.example","x")',
      '<script>alert(1)</script>',
      "'; DROP TABLE ledger_entry; --",
      '@SUM(1+1)*cmd|x',
      '\u202Eabc\u0000'.slice(0, 4),
    ];
    const name = '=1+1 <script>alert(2)</script>';
    const sale = {
      customer: anna,
      name,
      services: [{ name: '<img src=x onerror=alert(3)>', quantity: 9, unitPrice: 100 }],
    };
    const { body: sold } = await app.call(sellPackage, owner.as, { ...sale, payment: { rest: true, method: 'cash' } });
    const { id } = sold.card;
    for (const reason of words) {
      const corrected = await app.call(
        correctSessions,
        owner.as,
        { service: sold.card.services[0]!.id, change: -1, reason },
        { id },
      );
      expect(corrected.status).toBe(200);
    }
    const { items } = (await app.call(listHistory, owner.as, {}, { id })).body;
    expect(items.filter(({ kind }) => kind === 'correction').map(({ reason }) => reason)).toEqual(words);

    const csv = String((await app.call(exportPackages, owner.as, {})).body);
    expect(csv).toContain(`"'=1+1 <script>`);
    expect(csv.split('\n').flatMap((row) => row.match(/(?:^|,)"[=+\-@\t]/g) ?? [])).toEqual([]);

    const events = await app.db.query<{ id: string }>(
      'SELECT id FROM event WHERE decided_at IS NULL AND tenant_id = $1',
      [salon.id],
    );
    await app.get(Decide).decide({ tenantId: salon.id, events: events.map((event) => event.id) });
    const mails = await app.db.query<{ html: string }>('SELECT html FROM mail WHERE tenant_id = $1', [salon.id]);
    expect(mails.length).toBeGreaterThan(0);
    for (const { html } of mails) expect(html).not.toMatch(/<script>alert|<img src=x/);
  });
});

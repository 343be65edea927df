/** @dates */
import { randomUUID } from 'node:crypto';
import { roles } from '@bookinda/contracts/identity/session';
import type { CreateTemplate } from '@bookinda/contracts/packages/package-template.dto';
import {
  createTemplate,
  editTemplate,
  listHistory,
  listNotes,
  listTemplates,
  readPackage,
  sellPackage,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenMember, type GivenTenant, givenCustomer, givenMember, givenTenant } from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';

const terms: CreateTemplate = {
  name: '  Massage 10 ',
  services: [
    { name: 'Massage', quantity: 10, unitPrice: 500_000 },
    { name: 'Facial', quantity: 2, unitPrice: 250_000 },
  ],
  discountPercent: 20,
  validMonths: 6,
};

describe('templates and the sale', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let reception: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-08-31T10:00:00Z');
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    reception = await givenMember(app, salon, 'RECEPTION');
    customer = await givenCustomer(app, salon);
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  const countOf = async (table: string) =>
    (await app.db.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;

  it('PK-01 a template has a live price, is edited, retired and brought back', async () => {
    const { status, body } = await app.call(createTemplate, manager.as, terms);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'Massage 10',
      description: null,
      discountPercent: 20,
      discountAmount: null,
      validDays: null,
      validMonths: 6,
      state: 'active',
      originalPrice: { amount: 5_500_000, currency: 'HUF' },
      price: { amount: 4_400_000, currency: 'HUF' },
      sold: 0,
    });
    expect(body.services[1]).toEqual({ name: 'Facial', quantity: 2, unitPrice: { amount: 250_000, currency: 'HUF' } });

    const { discountPercent: _, ...rest } = terms;
    const edited = await app.call(
      editTemplate,
      manager.as,
      { ...rest, discountAmount: 100_000, state: 'retired' },
      { id: body.id },
    );
    expect(edited.body).toMatchObject({ state: 'retired', price: { amount: 5_400_000 }, discountPercent: null });
    const states = async (state?: 'active' | 'retired') =>
      (await app.call(listTemplates, reception.as, state ? { state } : {})).body.items.map(({ id }) => id);
    expect(await states('active')).not.toContain(body.id);
    expect(await states('retired')).toEqual([body.id]);
    const sale = await app.call(sellPackage, reception.as, { customer, template: body.id });
    expect(sale.problem).toMatchObject({ code: 'invalid-input', errors: [{ path: 'template', code: 'retired' }] });
    await app.call(editTemplate, manager.as, { ...terms, state: 'active' }, { id: body.id });
    expect(await states()).toEqual([body.id]);
  });

  it('PK-01 what was sold is a snapshot: the template may change afterwards', async () => {
    const { body: template } = await app.call(createTemplate, manager.as, { ...terms, name: 'Snapshot' });
    const sold = await app.call(sellPackage, reception.as, {
      customer,
      template: template.id,
      payment: { amount: 1_000_000, method: 'card' },
      note: ' pays 5k per visit ',
    });
    expect(sold.status).toBe(201);
    expect(sold.body.card).toMatchObject({
      name: 'Snapshot',
      status: 'active',
      payment: 'partial',
      price: { amount: 4_400_000 },
      originalPrice: { amount: 5_500_000 },
      paid: { amount: 1_000_000 },
      purchasedOn: '2026-08-31',
      // A month that is too short ends on its last day.
      expiresOn: '2027-02-28',
    });
    const id = sold.body.card.id;
    await app.call(editTemplate, manager.as, { ...terms, name: 'Other', state: 'active' }, { id: template.id });
    expect((await app.call(readPackage, reception.as, undefined, { id })).body).toEqual(sold.body.card);
    expect((await app.call(listNotes, reception.as, undefined, { id })).body.items).toMatchObject([
      { text: 'pays 5k per visit', author: reception.name, pinned: false },
    ]);
    expect((await app.call(listHistory, reception.as, {}, { id })).body.items.map(({ kind }) => kind)).toEqual([
      'sold',
      'payment',
      'note',
    ]);
    const events = await app.db.query('SELECT kind, public, actor_name FROM event WHERE package_id = $1 ORDER BY id', [
      id,
    ]);
    expect(events).toEqual([
      { kind: 'package-sold', public: true, actor_name: reception.name },
      { kind: 'payment-received', public: true, actor_name: reception.name },
    ]);
    const [listed] = (await app.call(listTemplates, reception.as, {})).body.items.filter(
      ({ id }) => id === template.id,
    );
    expect(listed?.sold).toBe(1);
  });

  it('PK-01 sells custom packages, also free ones, and ones that never expire', async () => {
    const services = [{ name: 'Haircut', quantity: 1, unitPrice: 0 }];
    const free = await app.call(sellPackage, reception.as, { customer, name: 'Gift', services });
    expect(free.body.card).toMatchObject({
      payment: 'paid',
      price: { amount: 0 },
      originalPrice: null,
      expiresOn: null,
    });
    const today = await app.call(sellPackage, reception.as, {
      customer,
      name: 'Day',
      services,
      expiresOn: '2026-08-31',
    });
    expect(today.body.card).toMatchObject({ status: 'active', daysLeft: 0 });
    const days = await app.call(sellPackage, reception.as, { customer, name: 'D', services, validDays: 30 });
    expect(days.body.card.expiresOn).toBe('2026-09-30');
    const paid = await app.call(sellPackage, reception.as, {
      customer,
      name: 'All',
      services: [{ name: 'Cut', quantity: 3, unitPrice: 100 }],
      payment: { rest: true, method: 'cash' },
    });
    expect(paid.body.card).toMatchObject({ payment: 'paid', paid: { amount: 300 } });
  });

  it('PK-01 refuses bad input by field and changes nothing', async () => {
    const line = { name: 'Cut', quantity: 1, unitPrice: 100 };
    const stranger = await givenCustomer(app, await givenTenant(app));
    const before = [await countOf('sold_package'), await countOf('package_payment'), await countOf('event')];
    const base = { customer, name: 'X', services: [line] };
    const cases: [input: object, path: string][] = [
      [{ ...base, customer: stranger }, 'customer'],
      [{ ...base, customer: randomUUID() }, 'customer'],
      [{ ...base, template: randomUUID(), services: undefined }, 'template'],
      [{ ...base, template: randomUUID() }, 'services'],
      [{ customer, services: [line] }, 'name'],
      [{ customer, name: 'X' }, 'services'],
      [{ ...base, name: '  ' }, 'name'],
      [{ ...base, services: [] }, 'services'],
      [{ ...base, services: [[line]] }, 'services.0'],
      [{ ...base, services: [null] }, 'services.0'],
      [{ ...base, services: [{ ...line, quantity: 0 }] }, 'services.0.quantity'],
      [{ ...base, services: [line, { ...line, quantity: -1 }] }, 'services.1.quantity'],
      [{ ...base, services: [{ ...line, unitPrice: '1e3' }] }, 'services.0.unitPrice'],
      [{ ...base, services: [{ ...line, unitPrice: '１００' }] }, 'services.0.unitPrice'],
      [{ ...base, services: [{ ...line, unitPrice: 0.1 + 0.2 }] }, 'services.0.unitPrice'],
      [{ ...base, services: [{ ...line, unitPrice: 2 ** 53 + 2 }] }, 'services.0.unitPrice'],
      [{ ...base, services: [{ ...line, price: 1 }] }, 'services.0.price'],
      [{ ...base, services: [line, { ...line, name: ' cUT ' }] }, 'services.1.name'],
      [{ ...base, services: [{ ...line, quantity: 1000, unitPrice: 1_000_000_000_000 }] }, 'services'],
      [{ ...base, discountPercent: 101 }, 'discountPercent'],
      [{ ...base, discountPercent: 10, discountAmount: 1 }, 'discountAmount'],
      [{ ...base, discountAmount: 101 }, 'discountAmount'],
      [{ ...base, validDays: 1, validMonths: 1 }, 'validMonths'],
      [{ ...base, validDays: 1, expiresOn: '2026-09-01' }, 'expiresOn'],
      [{ ...base, expiresOn: '2026-08-30' }, 'expiresOn'],
      [{ ...base, expiresOn: '2027-02-29' }, 'expiresOn'],
      [{ ...base, expiresOn: 'infinity' }, 'expiresOn'],
      [{ ...base, payment: { method: 'card' } }, 'payment.amount'],
      [{ ...base, payment: { amount: 1, method: 'gold' } }, 'payment.method'],
      [{ ...base, payment: [] }, 'payment'],
      [{ ...base, payment: { amount: 1, method: 'card', paidOn: '2026-09-01' } }, 'payment.paidOn'],
      [{ ...base, paid: 1 }, 'paid'],
      [{ ...base, note: '\0' }, 'note'],
    ];
    for (const [input, path] of cases) {
      const { problem } = await app.call(sellPackage, reception.as, input as never);
      expect({ path, code: problem.code, at: problem.errors?.[0]?.path }).toEqual({
        path,
        code: 'invalid-input',
        at: path,
      });
    }
    const over = await app.call(sellPackage, reception.as, { ...base, payment: { amount: 101, method: 'card' } });
    expect(over.problem).toMatchObject({ status: 409, code: 'over-payment' });
    expect([await countOf('sold_package'), await countOf('package_payment'), await countOf('event')]).toEqual(before);
  });

  it('PK-01 the same key sells once', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const input = { customer, name: 'Once', services: [{ name: 'Cut', quantity: 1, unitPrice: 100 }] };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => app.call(sellPackage, reception.as, input, {}, key)),
    );
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(await app.db.query(`SELECT FROM sold_package WHERE name = 'Once'`)).toHaveLength(1);
  });

  it('PK-20 who sells, who changes what is on offer', async () => {
    const sale = { customer, name: 'Role', services: [{ name: 'Cut', quantity: 1, unitPrice: 100 }] };
    const { body: template } = await app.call(createTemplate, manager.as, { ...terms, name: 'Roles' });
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const names = { id: template.id };
      expect({
        role,
        sell: (await app.call(sellPackage, as, sale)).status,
        list: (await app.call(listTemplates, as, {})).status,
        create: (await app.call(createTemplate, as, terms)).status,
        edit: (await app.call(editTemplate, as, { ...terms, state: 'active' }, names)).status,
      }).toEqual({
        role,
        sell: ['STAFF', 'AGENT'].includes(role) ? 403 : 201,
        list: ['STAFF', 'AGENT'].includes(role) ? 403 : 200,
        create: ['OWNER', 'MANAGER'].includes(role) ? 201 : 403,
        edit: ['OWNER', 'MANAGER'].includes(role) ? 200 : 403,
      });
    }
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect(
      (await app.call(editTemplate, stranger.as, { ...terms, state: 'retired' }, { id: template.id })).status,
    ).toBe(404);
    expect((await app.call(listTemplates, stranger.as, {})).body.items).toEqual([]);
  });
});

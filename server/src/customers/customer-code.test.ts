import { readCode } from '@bookinda/contracts/customers/customer-code';
import { findByCode, showOwnCode } from '@bookinda/contracts/customers/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeQR } from 'qr/decode.js';
import { type As, type TestApp, testApp } from '../test/app.js';
import {
  asCustomer,
  asVisitor,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../test/given.js';

describe('the code a customer shows', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let reception: GivenMember;

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    reception = await givenMember(app, salon, 'RECEPTION');
  });
  afterAll(() => app.stop());

  const shown = async (tenant: GivenTenant, customer: string) =>
    (await app.call(showOwnCode, await asCustomer(tenant, customer))).body;
  /** The code has so much left. */
  const age = (customer: string, seconds: number) =>
    app.db.query('UPDATE customer_code SET valid_until = $2 WHERE customer_id = $1', [
      customer,
      app.clock.now().add({ seconds }).toString(),
    ]);
  const find = (code: string, by = reception) => app.call(findByCode, by.as, { code });

  it('PK-07 finds the customer who shows it, however it is typed', async () => {
    const id = await givenCustomer(app, salon, 'Tóth Márta');
    const { code } = await shown(salon, id);
    for (const typed of [
      code,
      code.toLowerCase(),
      ` ${code.slice(0, 5)} ${code.slice(5)} `,
      code.replace(/(.{5})/, '$1-'),
    ])
      expect((await find(typed)).body).toMatchObject({ id, name: 'Tóth Márta', activePackages: 0 });
  });

  it('PK-07 the drawing reads as the code', async () => {
    const { code, drawing } = await shown(salon, await givenCustomer(app, salon));
    const scale = 4;
    const side = drawing.size * scale;
    const data = new Uint8Array(side * side * 4).fill(255);
    for (const [, x, y, run] of drawing.path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
      for (let py = Number(y) * scale; py < (Number(y) + 1) * scale; py++)
        for (let px = Number(x) * scale; px < (Number(x) + Number(run)) * scale; px++)
          data.fill(0, (py * side + px) * 4, (py * side + px) * 4 + 3);
    expect(decodeQR({ width: side, height: side, data })).toBe(code);
  });

  it('PK-07 is random, not from the customer, and without what other keyboards keep elsewhere', async () => {
    const codes = new Set<string>();
    for (let n = 0; n < 30; n++) codes.add((await shown(salon, await givenCustomer(app, salon))).code);
    expect(codes.size).toBe(30);
    for (const code of codes) expect([readCode(code), /[01ILOUYZ]/.test(code)]).toEqual([code, false]);
  });

  it('PK-07 stays the same while it is good, and is nobody’s afterwards', async () => {
    const id = await givenCustomer(app, salon);
    const first = await shown(salon, id);
    expect(first.validUntil).toBe(app.clock.now().add({ minutes: 15 }).toString({ smallestUnit: 'millisecond' }));
    await age(id, 180);
    expect((await shown(salon, id)).code).toBe(first.code);
    expect((await find(first.code)).status).toBe(200);
    await age(id, 0);
    expect((await find(first.code)).problem.code).toBe('not-found');
    const second = await shown(salon, id);
    expect(second.code).not.toBe(first.code);
    expect([(await find(first.code)).status, (await find(second.code)).status]).toEqual([404, 200]);
  });

  it('PK-07 another salon’s code is not found there, nor a wrong one anywhere', async () => {
    const { code } = await shown(salon, await givenCustomer(app, salon));
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    expect((await find(code, stranger)).problem).toMatchObject({ status: 404, code: 'not-found' });
    for (const wrong of ['2AAAAAAAAA', 'x', '', '%', code.slice(1), `${code}2`])
      expect((await find(wrong)).problem.code).toBe('not-found');
    expect((await find('2'.repeat(41))).problem.code).toBe('invalid-input');
  });

  it('PK-20 only a proven customer has one, only who redeems can ask whose it is', async () => {
    const id = await givenCustomer(app, salon);
    const { code } = await shown(salon, id);
    expect((await app.call(showOwnCode, asVisitor(salon))).problem.code).toBe('token-invalid');
    expect((await app.call(showOwnCode, reception.as)).problem.code).toBe('not-allowed');
    expect((await find(code, await givenMember(app, salon, 'STAFF'))).status).toBe(200);
    expect((await find(code, await givenMember(app, salon, 'AGENT'))).problem.code).toBe('not-allowed');
    expect((await app.call(findByCode, await asCustomer(salon, id), { code })).problem.code).toBe('not-allowed');
    const key = await givenApiKey(app, salon, ['customers:read']);
    expect((await app.call(findByCode, key, { code })).status).toBe(200);
  });

  it('PK-13 what the customer owes is read by code by those alone who list debts', async () => {
    const id = await givenCustomer(app, salon);
    await givenPackage(app, salon, id, { price: 100, paid: 40 });
    const { code } = await shown(salon, id);
    const due = async (as: As) => {
      const { status, body } = await app.call(findByCode, as, { code });
      expect([status, body.id]).toEqual([200, id]);
      return body.balanceDue;
    };
    const owed = { amount: 60, currency: 'HUF' };
    for (const role of ['OWNER', 'MANAGER', 'RECEPTION'] as const)
      expect([role, await due((await givenMember(app, salon, role)).as)]).toEqual([role, owed]);
    expect(await due((await givenMember(app, salon, 'STAFF')).as)).toBeNull();
    expect(await due(await givenApiKey(app, salon, ['customers:read', 'tickets:read', 'customers:write']))).toBeNull();
    expect(await due(await givenApiKey(app, salon, ['customers:read', 'packages:read']))).toEqual(owed);
  });
});

import { randomUUID } from 'node:crypto';
import type { Customer } from '@bookinda/contracts/customers/customer';
import { listCustomers, listCustomerTickets, readCustomer } from '@bookinda/contracts/customers/routes';
import { roles } from '@bookinda/contracts/identity/session';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type TestApp, testApp } from '../test/app.js';
import {
  asCustomer,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../test/given.js';

describe('customers', () => {
  let app: TestApp;
  let salon: GivenTenant;

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-11-21T12:00:00Z');
    salon = await givenTenant(app);
  });
  afterAll(() => app.stop());

  async function everyone(as: As, input: { q?: string; limit?: number } = {}): Promise<Customer[]> {
    const items: Customer[] = [];
    for (let after: string | undefined; ; ) {
      const { body } = await app.call(listCustomers, as, { limit: 100, ...input, ...(after ? { after } : {}) });
      items.push(...body.items);
      if (!body.next) return items;
      after = body.next;
    }
  }

  async function givenTicket(
    tenant: { id: string },
    customer: string | null,
    number: number,
    status = 'open',
  ): Promise<string> {
    const [row] = await app.db.query<{ id: string }>(
      `INSERT INTO ticket (tenant_id, number, subject, category, status, kind, customer_id, requester_name, language, excerpt, last_public_event, search)
       SELECT $1, $2::bigint, 'Question', (SELECT code FROM ticket_category WHERE tenant_id = $1 ORDER BY position LIMIT 1), s.code, s.kind, $3, 'Kiss Éva', 'en', 'x', uuidv7(), ''
       FROM ticket_status s WHERE s.tenant_id = $1 AND (s.kind IN ('solved', 'closed')) = ($4 = 'done') ORDER BY s.position LIMIT 1 RETURNING id`,
      [tenant.id, number, customer, status],
    );
    return row?.id ?? '';
  }

  it('finds beginnings of words of the name and of the address, without accents', async () => {
    const tenant = await givenTenant(app);
    const { as } = await givenMember(app, tenant, 'STAFF');
    const id = await givenCustomer(app, tenant, 'Őri-Szabó Éva');
    await app.db.query(`UPDATE customer SET email = 'Eva.Ori@Example.HU' WHERE id = $1`, [id]);
    await givenCustomer(app, tenant, 'O’Brien “Rusty” Seán');
    const found = async (q: string) => (await everyone(as, { q })).map(({ name }) => name);

    for (const q of ['eva', 'ÉVA', 'ori', 'szab', 'őri-sz', 'szabo ev', 'eva.ori@ex', 'EVA.ORI@EXAMPLE.HU'])
      expect({ q, found: await found(q) }).toEqual({ q, found: ['Őri-Szabó Éva'] });
    for (const q of ['sean', "O'Bri", 'o’brien', 'rusty'])
      expect({ q, found: await found(q) }).toEqual({ q, found: ['O’Brien “Rusty” Seán'] });
    for (const q of ['va', 'eva rusty', '???', "'", '\\', ':*', 'ʼ'])
      expect({ q, found: await found(q) }).toEqual({ q, found: [] });
    expect(await found('!eva & (')).toEqual(['Őri-Szabó Éva']);
    expect(await found('  ')).toHaveLength(2);
  });

  it('pages by name without a gap or a double', async () => {
    const tenant = await givenTenant(app);
    const { as } = await givenMember(app, tenant, 'RECEPTION');
    await app.db.query(
      `INSERT INTO customer (tenant_id, name) SELECT $1, 'Customer ' || n % 40 FROM generate_series(1, 250) n`,
      [tenant.id],
    );
    const expected = await app.db.query<{ id: string }>(
      'SELECT id FROM customer WHERE tenant_id = $1 ORDER BY name, id',
      [tenant.id],
    );
    expect((await everyone(as, { limit: 7 })).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it('PK-06 a profile counts open tickets and active packages of that customer', async () => {
    const { as } = await givenMember(app, salon, 'MANAGER');
    const id = await givenCustomer(app, salon, 'Tóth Lili');
    await givenPackage(app, salon, id, { expiresOn: '2026-11-21' });
    await givenPackage(app, salon, id, { expiresOn: '2026-11-20' });
    await givenPackage(app, salon, id, { services: [{ total: 1, used: 1 }] });
    const open = await givenTicket(salon, id, 901);
    const done = await givenTicket(salon, id, 902, 'done');
    await givenTicket(salon, null, 903);

    const { body } = await app.call(readCustomer, as, undefined, { id });
    expect(body).toMatchObject({
      id,
      name: 'Tóth Lili',
      phone: null,
      language: 'en',
      openTickets: 1,
      activePackages: 1,
    });
    expect(await everyone(as, { q: 'lili' })).toEqual([body]);

    const tickets = await app.call(listCustomerTickets, as, { limit: 1 }, { id });
    const more = await app.call(listCustomerTickets, as, { limit: 1, after: tickets.body.next ?? '' }, { id });
    expect([...tickets.body.items, ...more.body.items].map((row) => row.id).sort()).toEqual([open, done].sort());
    expect(tickets.body.items[0]).toMatchObject({
      customer: { id, name: 'Tóth Lili' },
      assignee: null,
      requester: { name: 'Kiss Éva' },
    });
    expect(more.body.next).toBeNull();
  });

  it('PK-20 members see customers, integrations by scope; tickets only the desk; nobody another tenant’s', async () => {
    const id = await givenCustomer(app, salon);
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const tickets = (await app.call(listCustomerTickets, as, {}, { id })).status;
      expect({
        role,
        list: (await app.call(listCustomers, as)).status,
        read: (await app.call(readCustomer, as, undefined, { id })).status,
        tickets,
      }).toEqual({
        role,
        list: 200,
        read: 200,
        tickets: role === 'STAFF' ? 403 : 200,
      });
    }
    expect(
      (await app.call(readCustomer, await givenApiKey(app, salon, ['customers:read']), undefined, { id })).status,
    ).toBe(200);
    expect(
      (await app.call(readCustomer, await givenApiKey(app, salon, ['tickets:read']), undefined, { id })).status,
    ).toBe(403);
    expect((await app.call(listCustomers, await asCustomer(salon, id))).status).toBe(403);
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    for (const wanted of [id, randomUUID(), 'x']) {
      expect((await app.call(readCustomer, stranger.as, undefined, { id: wanted })).status).toBe(404);
      expect((await app.call(listCustomerTickets, stranger.as, {}, { id: wanted })).status).toBe(404);
    }
    expect((await app.call(listCustomers, stranger.as)).body.items).toEqual([]);
  });
});

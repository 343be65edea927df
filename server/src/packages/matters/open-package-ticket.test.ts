/** @dates */
import { randomUUID } from 'node:crypto';
import { listOwnHistory, openPackageTicket, readOwnPackage, redeemSession } from '@bookinda/contracts/packages/routes';
import { closeOwnTicket, listTickets, readTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decide } from '../../notifications/decide.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';

describe('open-package-ticket', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  let customer: string;
  let as: As;

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-11-03T23:30:00Z');
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    customer = await givenCustomer(app, salon);
    as = await asCustomer(salon, customer);
  });
  afterAll(() => app.stop());

  async function redeemed(): Promise<{ id: string; step: string; head: string }> {
    const { id, services } = await givenPackage(app, salon, customer, { services: [{ name: 'Massage', total: 10 }] });
    const { body } = await app.call(redeemSession, owner.as, { service: services[0]! }, { id });
    return { id, step: body.entry, head: body.head ?? '' };
  }
  const dispute = (step: string, more: object = {}) =>
    ({ about: 'dispute', step, description: 'I was not there that day.', ...more }) as const;
  const evidenceOf = async (ticket: string) =>
    (
      await app.db.query<{ kind: string; step_id: string; evidence: Record<string, unknown> }>(
        'SELECT kind, step_id, evidence FROM package_matter WHERE ticket_id = $1',
        [ticket],
      )
    )[0];

  it('PK-21 opens a ticket that carries the step and its evidence as they stand', async () => {
    const { id, step, head } = await redeemed();
    const { body: before } = await app.call(readOwnPackage, as, undefined, { id });
    const { body: history } = await app.call(listOwnHistory, as, {}, { id });
    const { status, body } = await app.call(openPackageTicket, as, dispute(step), { id });
    expect(status).toBe(201);
    expect(body).toMatchObject({ number: expect.stringMatching(/^TKT-\d{4}$/), status: 'OPEN' });

    const { body: ticket } = await app.call(readTicket, owner.as, undefined, { id: body.id });
    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'Europe/Budapest' });
    expect(ticket).toMatchObject({
      subject: `Something wrong? Massage 10: redemption on ${day.format(new Date(history.items[0]!.at))}`,
      category: 'BILLING',
      customer: { id: customer },
      excerpt: 'I was not there that day.',
      about: { kind: 'dispute', packageId: id, step },
      messages: [{ side: 'requester', body: 'I was not there that day.' }],
    });
    const kept = await evidenceOf(body.id);
    const { ticket: none, settledOn, ...told } = history.items[0]!;
    expect(none).toBeNull();
    expect(kept).toMatchObject({ kind: 'dispute', step_id: step });
    expect(kept?.evidence).toEqual({
      step: { ...told, appointment: null, reason: null, text: null, other: null, seq: 1 },
      card: before,
      head,
    });

    const { body: after } = await app.call(listOwnHistory, as, {}, { id });
    expect(after.items[0]?.ticket).toEqual({ id: body.id, number: body.number });
    const events = await app.db.query<{ id: string }>('SELECT id FROM event WHERE ticket_id = $1', [body.id]);
    expect(events).toHaveLength(1);
    await app.get(Decide).decide({ tenantId: salon.id, events: events.map((event) => event.id) });
    const mails = await app.db.query<{ message: string }>(
      'SELECT message FROM mail WHERE event_id = $1 ORDER BY message',
      [events[0]!.id],
    );
    expect(mails.map(({ message }) => message)).toEqual(['new-ticket-for-team', 'ticket-received']);
  });

  it('PK-21 speaks the customer’s language; a renewal needs no words, and the sale may be disputed too', async () => {
    const { id } = await redeemed();
    await app.db.query(`UPDATE customer SET language = 'hu' WHERE id = $1`, [customer]);
    const renewed = await app.call(openPackageTicket, as, { about: 'renewal' }, { id });
    const sale = await app.call(openPackageTicket, as, dispute(id, { language: 'hu-HU' }), { id });
    await app.db.query(`UPDATE customer SET language = 'en' WHERE id = $1`, [customer]);
    const { body } = await app.call(readTicket, owner.as, undefined, { id: renewed.body.id });
    expect(body).toMatchObject({
      subject: 'Megújítás: Massage 10',
      excerpt: 'Szeretném újra megvenni: Massage 10.',
      about: { kind: 'renewal', packageId: id, step: null },
    });
    expect((await app.call(readTicket, owner.as, undefined, { id: sale.body.id })).body.subject).toMatch(
      /^Valami nem stimmel\? Massage 10: eladás, \d{4}\. /,
    );
    expect(await evidenceOf(sale.body.id)).toMatchObject({
      step_id: id,
      evidence: { step: { kind: 'sold', seq: null } },
    });
    expect((await app.call(openPackageTicket, as, { about: 'renewal' }, { id })).problem).toMatchObject({
      code: 'already-open',
      ticket: { id: renewed.body.id },
    });
  });

  it('PK-21 one open ticket per step: the second is told of the first, however many ask at once; closed, she may ask again', async () => {
    const { id, step } = await redeemed();
    const tries = await Promise.all(
      Array.from({ length: 6 }, () => app.call(openPackageTicket, as, dispute(step), { id })),
    );
    const [opened, ...more] = tries.filter(({ status }) => status === 201);
    expect(more).toEqual([]);
    const { id: first, number } = opened!.body;
    const refused = tries.filter(({ status }) => status === 409).map(({ problem }) => problem);
    expect(refused).toHaveLength(5);
    for (const problem of refused)
      expect(problem).toMatchObject({ code: 'already-open', ticket: { id: first, number } });
    await app.call(closeOwnTicket, as, {}, { id: first });
    const again = await app.call(openPackageTicket, as, dispute(step), { id });
    expect(again.status).toBe(201);
    const { body } = await app.call(listOwnHistory, as, {}, { id });
    expect(body.items[0]?.ticket?.id).toBe(again.body.id);
  });

  it('PK-21 the same key gives the same ticket; without a key, a step, words or a right nothing is opened', async () => {
    const { id, step } = await redeemed();
    const count = async () => (await app.call(listTickets, owner.as, { limit: 100 })).body.items.length;
    const before = await count();
    const key = { 'idempotency-key': randomUUID() };
    const first = await app.call(openPackageTicket, as, dispute(step), { id }, key);
    const second = await app.call(openPackageTicket, as, dispute(step), { id }, key);
    expect([second.status, second.body, second.headers.get('idempotent-replayed')]).toEqual([201, first.body, 'true']);
    expect(await count()).toBe(before + 1);

    const other = await redeemed();
    const neighbour = await givenCustomer(app, salon, 'Neighbour');
    const hers = await givenPackage(app, salon, neighbour, { services: [{ total: 2, used: 1 }] });
    const [foreign] = await app.db.query<{ id: string }>('SELECT id FROM ledger_entry WHERE package_id = $1', [
      hers.id,
    ]);
    const answers = [
      await app.call(openPackageTicket, as, dispute(randomUUID()), { id: other.id }),
      await app.call(openPackageTicket, as, dispute(foreign!.id), { id: other.id }),
      await app.call(openPackageTicket, as, dispute(step), { id: other.id }),
      await app.call(openPackageTicket, as, dispute(foreign!.id), { id: hers.id }),
      await app.call(openPackageTicket, await asCustomer(salon, neighbour), dispute(other.step), { id: other.id }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    for (const input of [
      { about: 'dispute', description: 'x' },
      { about: 'dispute', step: other.step },
      { about: 'dispute', step: other.step, description: '  ' },
      { about: 'complaint', step: other.step, description: 'x' },
    ])
      expect((await app.call(openPackageTicket, as, input as never, { id: other.id })).problem.code).toBe(
        'invalid-input',
      );
    const gone = dispute(other.step, { uploads: [randomUUID()] });
    expect((await app.call(openPackageTicket, as, gone, { id: other.id })).problem.errors).toMatchObject([
      { path: 'uploads' },
    ]);
    expect(
      (await app.call(openPackageTicket, as, dispute(other.step), { id: other.id }, { 'idempotency-key': '' })).status,
    ).toBe(400);
    expect(await count()).toBe(before + 1);
  });

  it('PK-21 the evidence stays as it was: the application’s role can neither change nor delete it', async () => {
    const { id, step } = await redeemed();
    await app.call(openPackageTicket, as, dispute(step), { id });
    const rights = await app.db.query<{ right: string }>(
      `SELECT privilege_type AS right FROM information_schema.role_table_grants WHERE table_name = 'package_matter' AND grantee = 'bookinda_app' ORDER BY 1`,
    );
    expect(rights.map(({ right }) => right)).toEqual(['INSERT', 'SELECT']);
  });
});

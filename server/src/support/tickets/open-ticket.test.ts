import { randomUUID } from 'node:crypto';
import { fileTicket, listTickets, openTicket, readOwnTicket, readTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  asVisitor,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenTenant,
} from '../../test/given.js';
import { givenProof } from '../../test/proof.js';

let app: TestApp;
let salon: GivenTenant;
let agent: GivenMember;
beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
  agent = await givenMember(app, salon, 'AGENT');
});
afterAll(() => app.stop());

const words = {
  type: 'TECHNICAL',
  subject: 'Booking save error',
  description: 'Pressing save does nothing.\nTried twice.',
};

describe('opening', () => {
  it('WX-01 a visitor with a proof gets the number at once', async () => {
    const visitor = asVisitor(salon);
    const answer = await app.call(openTicket, visitor, {
      ...words,
      email: 'eva@example.hu',
      proof: await givenProof(app, visitor),
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ number: expect.stringMatching(/^TKT-\d{4}$/), status: 'OPEN' });
  });

  it('WX-01 a proof is spent once, and a robot in the honeypot learns nothing', async () => {
    const visitor = asVisitor(salon);
    const proof = await givenProof(app, visitor);
    const input = { ...words, email: 'eva@example.hu', proof };
    expect((await app.call(openTicket, visitor, input)).status).toBe(201);
    expect((await app.call(openTicket, visitor, input)).problem).toMatchObject({ status: 403, code: 'proof-required' });
    const robot = await app.call(openTicket, visitor, {
      ...input,
      proof: await givenProof(app, visitor),
      website: 'http://spam',
    });
    expect(robot.problem.code).toBe('proof-required');
    expect((await app.call(openTicket, visitor, { ...words, email: 'eva@example.hu' })).problem.code).toBe(
      'proof-required',
    );
  });

  it('WX-01 the same key gives the same ticket, with a fresh proof too; other words are refused', async () => {
    const visitor = asVisitor(salon);
    const key = { 'idempotency-key': randomUUID() };
    const input = { ...words, email: 'eva@example.hu' };
    const first = await app.call(openTicket, visitor, { ...input, proof: await givenProof(app, visitor) }, {}, key);
    const again = await app.call(openTicket, visitor, { ...input, proof: await givenProof(app, visitor) }, {}, key);
    expect(again.body).toEqual(first.body);
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = await app.call(
      openTicket,
      visitor,
      { ...input, subject: 'Other', proof: await givenProof(app, visitor) },
      {},
      key,
    );
    expect(other.problem).toMatchObject({ status: 422, code: 'idempotency-mismatch' });
  });

  it('WX-01 twenty retries at once make one ticket', async () => {
    const customer = await asCustomer(salon, await givenCustomer(app, salon));
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.call(openTicket, customer, words, {}, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 201)).toBe(true);
  });

  it('WX-03 a proven customer needs no address and no proof, and reads it back', async () => {
    const customerId = await givenCustomer(app, salon);
    const customer = await asCustomer(salon, customerId);
    const { body } = await app.call(openTicket, customer, {
      ...words,
      reference: 'booking-7',
      metadata: { page: '/book' },
    });
    const own = await app.call(readOwnTicket, customer, undefined, { id: body.id });
    expect(own.body).toMatchObject({
      subject: words.subject,
      open: true,
      messages: [{ side: 'requester', body: words.description, mine: true }],
    });
    const desk = await app.call(readTicket, agent.as, undefined, { id: body.id });
    expect(desk.body).toMatchObject({
      customer: { id: customerId },
      reference: 'booking-7',
      moves: ['desk-acknowledges', 'desk-resolves'],
    });
  });

  it('BS-03 numbers rise without a hole while a tenth of a thousand aborts', async () => {
    const busy = await givenTenant(app);
    const key = await givenApiKey(app, busy, ['tickets:write']);
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        app.call(fileTicket, key, { ...words, type: n % 10 === 0 ? 'NO_SUCH' : 'OTHER', name: `Visitor ${n}` }),
      ),
    );
    const numbers = answers
      .filter(({ status }) => status === 201)
      .map(({ body }) => Number(body.number.slice(4)))
      .sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 900 }, (_, n) => n + 1));
  });

  it('BS-03 TKT-9999 is followed by TKT-10000, sorted as numbers', async () => {
    const old = await givenTenant(app);
    const key = await givenApiKey(app, old, ['tickets:write', 'tickets:read']);
    await app.db.query('UPDATE desk SET last_number = 9998 WHERE tenant_id = $1', [old.id]);
    const said = [];
    for (let n = 0; n < 2; n++) said.push((await app.call(fileTicket, key, { ...words, name: 'Old' })).body.number);
    expect(said).toEqual(['TKT-9999', 'TKT-10000']);
    expect((await app.call(listTickets, key, { q: 'tkt-10000' })).body.items.map(({ number }) => number)).toEqual([
      'TKT-10000',
    ]);
  });
});

describe('refusing', () => {
  it('BS-06 names each wrong field and stores nothing', async () => {
    const customer = await asCustomer(salon, await givenCustomer(app, salon));
    const empty = await app.call(openTicket, customer, { type: '', subject: ' ', description: '' });
    expect(empty.problem.errors?.map(({ path }) => path).sort()).toEqual(['description', 'subject', 'type']);
    const unknown = await app.call(openTicket, customer, { ...words, type: 'NO_SUCH' });
    expect(unknown.problem).toMatchObject({ status: 400, errors: [{ path: 'type', code: 'unknown' }] });
    const uploads = await app.call(openTicket, customer, { ...words, uploads: [randomUUID()] });
    expect(uploads.problem.errors?.[0]?.path).toBe('uploads');
    const [{ n } = { n: 0 }] = await app.db.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM ticket WHERE subject = ' ' OR category = 'NO_SUCH'",
    );
    expect(n).toBe(0);
  });

  it('WX-01 bad input is a problem, never a crash', async () => {
    const customer = await asCustomer(salon, await givenCustomer(app, salon));
    const cases: [unknown, number][] = [
      [{ ...words, subject: 'NUL \u0000' }, 400],
      [{ ...words, subject: 'lone \ud800' }, 400],
      [{ ...words, subject: 'x'.repeat(201) }, 400],
      [{ ...words, subject: 'x'.repeat(10_000_000) }, 413],
      [{ ...words, extra: 1 }, 400],
      [{ ...words, metadata: { big: 'x'.repeat(5_000) } }, 400],
      [{ ...words, uploads: Array.from({ length: 50 }, () => randomUUID()) }, 400],
      [[words], 400],
      ['text', 400],
    ];
    for (const [input, status] of cases) {
      const answer = await app.call(openTicket, customer, input as never);
      expect([JSON.stringify(input).slice(0, 80), answer.status, answer.headers.get('content-type')]).toEqual([
        JSON.stringify(input).slice(0, 80),
        status,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });

  it('WX-01 an idempotency key is required', async () => {
    const response = await fetch(`${app.url}/v1/embed/tickets`, {
      method: 'POST',
      headers: { ...asVisitor(salon), 'content-type': 'application/json' },
      body: JSON.stringify(words),
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'key-missing']);
  });

  it('BS-07 a follow-up names only a ticket of one’s own', async () => {
    const [mine, other] = [await givenCustomer(app, salon), await givenCustomer(app, salon)];
    const first = await app.call(openTicket, await asCustomer(salon, mine), words);
    const foreign = await app.call(openTicket, await asCustomer(salon, other), { ...words, followUpOf: first.body.id });
    expect(foreign.problem.errors?.[0]?.path).toBe('followUpOf');
    const follow = await app.call(openTicket, await asCustomer(salon, mine), { ...words, followUpOf: first.body.id });
    const read = await app.call(readTicket, agent.as, undefined, { id: follow.body.id });
    expect(read.body.followUpOf).toEqual({ id: first.body.id, number: first.body.number });
  });
});

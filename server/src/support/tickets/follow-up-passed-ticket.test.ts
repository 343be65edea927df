import { closeOwnTicket, followUpPassedTicket, openTicket, readPassedTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ticketPass } from '../../identity/ticket-pass.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
import { asCustomer, type GivenTenant, givenCustomer, givenTenant } from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
});
afterAll(() => app.stop());

const passOf = (id: string): As => ({ authorization: `Bearer ${ticketPass(app.config.keys, salon.id, id, 0)}` });

it('BS-07 the holder of a mail’s link follows a closed ticket up, linked back, once per intent', async () => {
  const customer = await asCustomer(salon, await givenCustomer(app, salon));
  const { body: first } = await app.call(openTicket, customer, {
    type: 'BILLING',
    subject: 'VAT',
    description: 'wrong',
  });
  const early = await app.call(followUpPassedTicket, passOf(first.id), { description: 'Again' });
  expect(early.problem.code).toBe('move-refused');
  await app.call(closeOwnTicket, customer, {}, { id: first.id });
  const key = { 'idempotency-key': 'one-intent' };
  const sent = await app.call(followUpPassedTicket, passOf(first.id), { description: 'Again' }, {}, key);
  const again = await app.call(followUpPassedTicket, passOf(first.id), { description: 'Again' }, {}, key);
  expect(sent.status).toBe(201);
  expect(again.body).toEqual(sent.body);
  const read = await app.call(readPassedTicket, { authorization: `Bearer ${sent.body.pass}` });
  expect(read.body).toMatchObject({
    subject: 'VAT',
    category: 'BILLING',
    status: 'OPEN',
    followUpOf: { id: first.id, number: first.number },
  });
});

it('BS-07 a forged pass follows nothing up', async () => {
  const forged = await app.call(
    followUpPassedTicket,
    { authorization: 'Bearer vt_AAAAAAAAAAAA' },
    { description: 'x' },
  );
  expect(forged.problem.code).toBe('token-invalid');
});

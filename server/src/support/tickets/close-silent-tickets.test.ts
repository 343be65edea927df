/** @dates */
import {
  listActivity,
  moveTicket,
  noteOnTicket,
  openTicket,
  readTicket,
  replyToOwnTicket,
} from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Decide } from '../../notifications/decide.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenTenant,
} from '../../test/given.js';
import { CloseSilentTickets } from './close-silent-tickets.js';

let app: TestApp;
let twin: TestApp;
let salon: GivenTenant;
let agent: GivenMember;
let customer: As;
beforeAll(async () => {
  app = await testApp();
  twin = await testApp({}, app.db);
  salon = await givenTenant(app);
  agent = await givenMember(app, salon, 'AGENT');
  customer = await asCustomer(salon, await givenCustomer(app, salon));
});
afterAll(async () => {
  await twin.stop();
  await app.stop();
});

/** A resolved ticket whose last activity was so long ago. */
async function resolvedAgo(silence: string): Promise<string> {
  const { body } = await app.call(openTicket, customer, { type: 'OTHER', subject: 'Question', description: 'How?' });
  await app.call(moveTicket, agent.as, { act: 'desk-resolves' }, { id: body.id });
  await app.db.query('UPDATE ticket SET last_activity_at = now() - $2::interval WHERE id = $1', [body.id, silence]);
  return body.id;
}
const kindOf = async (id: string) => (await app.call(readTicket, agent.as, undefined, { id })).body.kind;
const closeAll = () => app.get(CloseSilentTickets).closeAll();

it('BS-08 closes after 7 × 24 h of silence, not a minute before', async () => {
  const [early, due] = [await resolvedAgo('6 days 23 hours 59 minutes'), await resolvedAgo('7 days')];
  await closeAll();
  expect([await kindOf(early), await kindOf(due)]).toEqual(['solved', 'closed']);
  const { body } = await app.call(listActivity, agent.as, {}, { id: due });
  const closed = body.items.filter(({ kind }) => kind === 'closed');
  expect(closed).toMatchObject([
    { actor: { kind: 'system' }, change: { field: 'status', from: 'RESOLVED', to: 'CLOSED' }, public: true },
  ]);
});

it('BS-08 once, however many instances close at once, with one mail', async () => {
  const id = await resolvedAgo('8 days');
  await Promise.all([app, twin, app, twin].map((instance) => instance.get(CloseSilentTickets).closeAll()));
  const events = await app.db.query<{ id: string }>(`SELECT id FROM event WHERE ticket_id = $1 AND kind = 'closed'`, [
    id,
  ]);
  expect(events).toHaveLength(1);
  await app.get(Decide).decide({ tenantId: salon.id, events: [events[0]!.id] });
  const mails = await app.db.query<{ message: string; body: string }>(
    'SELECT message, body FROM mail WHERE event_id = $1',
    [events[0]!.id],
  );
  expect(mails).toMatchObject([
    { message: 'ticket-closed', body: expect.stringContaining('nobody has written for 7 days') },
  ]);
});

it('BS-08 a note is no activity, a message is', async () => {
  const [noted, answered] = [await resolvedAgo('8 days'), await resolvedAgo('8 days')];
  await app.call(noteOnTicket, agent.as, { body: 'Still quiet.' }, { id: noted });
  await app.call(replyToOwnTicket, customer, { body: 'Not solved!' }, { id: answered });
  await closeAll();
  expect([await kindOf(noted), await kindOf(answered)]).toEqual(['closed', 'needs-reply']);
});

it('BS-08 the days are the desk’s; 0 = never', async () => {
  const id = await resolvedAgo('40 days');
  await app.db.query('UPDATE desk SET close_after_days = 0 WHERE tenant_id = $1', [salon.id]);
  await closeAll();
  expect(await kindOf(id)).toBe('solved');
  await app.db.query('UPDATE desk SET close_after_days = 30 WHERE tenant_id = $1', [salon.id]);
  await closeAll();
  expect(await kindOf(id)).toBe('closed');
  await app.db.query('UPDATE desk SET close_after_days = 7 WHERE tenant_id = $1', [salon.id]);
});

import type { InputOf } from '@bookinda/contracts/route';
import {
  assignTicket,
  countTickets,
  fileTicket,
  listOwnTickets,
  listTickets,
  moveTicket,
  openTicket,
} from '@bookinda/contracts/support/routes';
import type { TicketRow } from '@bookinda/contracts/support/ticket';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenTenant,
} from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
let agent: GivenMember;
beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
  agent = await givenMember(app, salon, 'AGENT');
});
afterAll(() => app.stop());

async function everyPage(input: InputOf<typeof listTickets>): Promise<TicketRow[]> {
  const rows: TicketRow[] = [];
  for (let after: string | undefined; ; ) {
    const { body } = await app.call(listTickets, agent.as, { ...input, ...(after ? { after } : {}) });
    rows.push(...body.items);
    if (body.next === null) return rows;
    after = body.next;
  }
}

it('BS-01 tabs, filters and search agree with the counts, and pages neither lose nor repeat', async () => {
  const key = await givenApiKey(app, salon, ['tickets:write', 'tickets:read']);
  for (let n = 0; n < 60; n++) {
    const { body } = await app.call(fileTicket, key, {
      type: ['BILLING', 'TECHNICAL', 'OTHER'][n % 3] ?? '',
      subject: n === 7 ? 'Számla hiba' : `Question ${n}`,
      description: n === 8 ? 'árvíztűrő' : `Text ${n}`,
      name: `V${n}`,
    });
    if (n % 5 === 0) await app.call(moveTicket, agent.as, { act: 'desk-resolves' }, { id: body.id });
    if (n % 4 === 0) await app.call(assignTicket, agent.as, { assignee: agent.id }, { id: body.id });
  }
  const { body: counts } = await app.call(countTickets, agent.as);
  const [all, open, closed] = [
    await everyPage({ limit: 7 }),
    await everyPage({ limit: 7, tab: 'open' }),
    await everyPage({ limit: 7, tab: 'closed' }),
  ];
  expect([all.length, open.length, closed.length]).toEqual([counts.all, counts.open, counts.closed]);
  expect(new Set(all.map(({ id }) => id)).size).toBe(60);
  expect(all.map(({ lastActivityAt }) => lastActivityAt)).toEqual(
    all
      .map(({ lastActivityAt }) => lastActivityAt)
      .sort()
      .reverse(),
  );
  expect((await everyPage({ tab: 'open', assignee: 'me' })).length).toBe(counts.mine);
  expect((await everyPage({ tab: 'open', assignee: 'nobody' })).length).toBe(counts.unassigned);
  expect((await everyPage({ tab: 'open', category: 'BILLING' })).length).toBe(counts.byCategory.BILLING);
  for (const q of ['12', 'TKT-12', 'tkt-0012', ' TKT-0012 '])
    expect((await everyPage({ q })).map(({ number }) => number)).toContain('TKT-0012');
  expect((await everyPage({ q: 'szamla hib' })).map(({ subject }) => subject)).toEqual(['Számla hiba']);
  expect((await everyPage({ q: 'arvizturo' })).length).toBe(1);
  for (const q of ["'); DROP TABLE ticket; --", '&|!():*', '%', '🦄', '\\'])
    expect((await everyPage({ q })).length).toBe(0);
});

it('refuses a cursor of another tenant, of another list and a made-up one', async () => {
  const { body } = await app.call(listTickets, agent.as, { limit: 5 });
  const other = await givenMember(app, await givenTenant(app), 'OWNER');
  for (const [who, after] of [
    [other, body.next],
    [agent, 'bm9uc2Vuc2U'],
    [agent, 'x'.repeat(500)],
  ] as const) {
    expect((await app.call(listTickets, who.as, { after: after ?? '' })).problem).toMatchObject({
      status: 400,
      code: 'invalid-cursor',
    });
  }
});

it('refuses limits and ids that are none', async () => {
  for (const input of [
    { limit: 0 },
    { limit: 101 },
    { limit: '1e3' },
    { customer: 'x' },
    { assignee: 'somebody' },
    { tab: 'x' },
    { nonsense: '1' },
  ]) {
    expect((await app.call(listTickets, agent.as, input as never)).status).toBe(400);
  }
});

it('WX-03 a customer lists own tickets only', async () => {
  const [mine, other] = [await givenCustomer(app, salon), await givenCustomer(app, salon)];
  for (const id of [mine, other])
    await app.call(openTicket, await asCustomer(salon, id), { type: 'OTHER', subject: `of ${id}`, description: 'x' });
  const { body } = await app.call(listOwnTickets, await asCustomer(salon, mine), {});
  expect(body.items.map(({ subject }) => subject)).toEqual([`of ${mine}`]);
});

it('the wall holds by row-level security alone: another tenant’s scope sees nothing', async () => {
  const { Database } = await import('../../platform/database/database.js');
  const db = app.get(Database);
  const foreign = await givenTenant(app);
  const seen = await db.statement<{ n: number }>(
    { tenantId: foreign.id },
    { name: 'wall', text: 'SELECT count(*)::int AS n FROM ticket' },
    [],
  );
  const own = await db.statement<{ n: number }>(
    { tenantId: salon.id },
    { name: 'wall', text: 'SELECT count(*)::int AS n FROM ticket' },
    [],
  );
  expect([seen[0]?.n, (own[0]?.n ?? 0) > 60]).toEqual([0, true]);
  expect(await db.lookUp({ name: 'no-scope', text: 'SELECT id FROM ticket' }, [])).toEqual([]);
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { asIntegration, asMember, seedMember } from '../load/seed.ts';
import { send, sendUntilTold, words } from './client.ts';
import { countOf, givenCustomer, openTicketsAtOnce, redeemAtOnce, strange } from './races.ts';
import { assertSound, openTwo, type Two } from './two-servers.ts';

const rounds = Number(process.env.RACE_ROUNDS ?? 20);
const tickets = Number(process.env.RACE_TICKETS ?? 1_000);

describe('races over two servers', { timeout: 300_000 }, () => {
  let two: Two;
  before(async () => {
    two = await openTwo();
  });
  after(() => two?.rig.close());

  it(`PK-08 64 callers want the last session: exactly one has it, ${rounds} rounds`, async () => {
    const customer = await givenCustomer(two);
    for (let round = 0; round < rounds; round++) {
      const answers = await redeemAtOnce(two, customer, 64, 1);
      assert.deepEqual([countOf(answers, 200), countOf(answers, 409, 'nothing-left')], [1, 63], strange(answers));
    }
    await assertSound(two.rig);
  });

  it('PK-08 64 callers want 40 sessions of one package: 40 have one, the ledger counts 1 to 40', async () => {
    const answers = await redeemAtOnce(two, await givenCustomer(two), 64, 40);
    assert.deepEqual([countOf(answers, 200), countOf(answers, 409, 'nothing-left')], [40, 24], strange(answers));
    await assertSound(two.rig);
  });

  it(`BS-03 ${tickets} tickets at once, a tenth goes wrong: numbers without a hole`, async () => {
    const answers = await openTicketsAtOnce(two, tickets);
    const numbers = answers.filter(({ status }) => status === 201).map(({ body }) => body.number);
    assert.equal(new Set(numbers).size, numbers.length);
    assert.ok(numbers.length >= tickets * 0.9, `${numbers.length} were opened; ${strange(answers)}`);
    assert.equal(countOf(answers, 400), tickets / 20, strange(answers));
    const [stored] = await two.rig.query<{ n: number; last: number }>(
      'SELECT count(*)::int AS n, max(number)::int AS last FROM ticket WHERE tenant_id = $1',
      [two.tenant.id],
    );
    assert.equal(stored?.n, stored?.last);
    // A torn request may have arrived; what was answered is stored.
    assert.ok((stored?.n ?? 0) >= numbers.length);
    await assertSound(two.rig);
  });

  it('one key sent 32 times to both servers is one ticket and one answer', async () => {
    for (let round = 0; round < 5; round++) {
      const sending = {
        headers: asIntegration(two.tenant),
        body: { ...words, subject: `Round ${round}` },
        key: randomUUID(),
      };
      const answers = await Promise.all(
        Array.from({ length: 32 }, (_, n) => sendUntilTold('POST', `${two.url(n)}/v1/tickets`, sending)),
      );
      assert.deepEqual(
        [...new Set(answers.map(({ status, body }) => `${status} ${String(body.id)}`))].length,
        1,
        strange(answers),
      );
      assert.equal(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true').length, 31);
      const other = await send('POST', `${two.url(round)}/v1/tickets`, { ...sending, body: words });
      assert.deepEqual([other.status, other.body.code], [422, 'idempotency-mismatch']);
    }
    await assertSound(two.rig);
  });

  it('BS-05 two agents take and resolve one ticket at once: one order of steps, one resolves', async () => {
    const agents = [
      await seedMember(two.rig, two.tenant.id, 'salon', 'AGENT'),
      await seedMember(two.rig, two.tenant.id, 'salon', 'AGENT'),
    ];
    for (let round = 0; round < 10; round++) {
      const opened = await send('POST', `${two.url(round)}/v1/tickets`, {
        headers: asIntegration(two.tenant),
        body: words,
      });
      const answers = await Promise.all(
        agents.flatMap((agent, n) => [
          send('POST', `${two.url(n)}/v1/tickets/${opened.body.id}/assignment`, {
            headers: asMember(agent),
            body: { assignee: agent.id },
          }),
          send('POST', `${two.url(n + 1)}/v1/tickets/${opened.body.id}/status`, {
            headers: asMember(agent),
            body: { act: 'desk-resolves' },
          }),
        ]),
      );
      assert.deepEqual([countOf(answers, 200), countOf(answers, 409, 'move-refused')], [3, 1], strange(answers));
      const [ticket] = await two.rig.query<{ kind: string; assignee_id: string }>(
        'SELECT kind, assignee_id FROM ticket WHERE id = $1',
        [opened.body.id],
      );
      assert.equal(ticket?.kind, 'solved');
      assert.ok(agents.some(({ id }) => id === ticket?.assignee_id));
    }
    await assertSound(two.rig);
  });
});

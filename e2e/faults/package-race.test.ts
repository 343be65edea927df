import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './client.ts';
import { lastSession, openQuarrel, payAtOnce, redeemCancelExpiry, undoAtOnce } from './package-races.ts';
import { countOf, strange } from './races.ts';
import { assertSound, openTwo, type Two } from './two-servers.ts';

const rounds = Number(process.env.PACKAGE_RACE_ROUNDS ?? 200);

describe(`races over packages, two servers, ${rounds} rounds each`, { timeout: 300_000 }, () => {
  let two: Two;
  before(async () => {
    two = await openTwo();
  });
  after(() => two?.rig.close());

  it('PK-08 PK-19 the last session through the console, an API key, a correction and a transfer: one door has it', async () => {
    const quarrel = await openQuarrel(two, rounds, 1);
    const through = new Map<string, number>();
    for (const pack of quarrel.packages) {
      const answers = await lastSession(quarrel, pack);
      const won = answers.filter(({ status }) => status === 200 || status === 201);
      const lost = countOf(answers, 409, 'nothing-left') + countOf(answers, 409, 'out-of-bounds');
      assert.deepEqual([won.length, lost], [1, answers.length - 1], strange(answers));
      const door = String(answers.indexOf(won[0] as Answer));
      through.set(door, (through.get(door) ?? 0) + 1);
    }
    const [stored] = await two.rig.query<object>(
      `SELECT count(*)::int AS packages, sum(p.remaining)::int AS left, (SELECT count(*)::int FROM ledger_entry l WHERE l.package_id = ANY ($1)) AS entries
       FROM sold_package p WHERE p.id = ANY ($1)`,
      [quarrel.packages.map(({ id }) => id)],
    );
    assert.deepEqual({ ...stored }, { packages: rounds, left: 0, entries: rounds });
    // A race that one caller always wins is none.
    if (rounds >= 50) assert.ok(through.size > 1, `only door ${[...through.keys()]} ever won`);
    await assertSound(two.rig);
  });

  it('PK-05 PK-11 PK-14 redeem against cancel against expiry: what was answered happened, in one order', async () => {
    const quarrel = await openQuarrel(two, rounds, 20);
    const ids = quarrel.packages.map(({ id }) => id);
    await two.rig.query('UPDATE sold_package SET expires_on = current_date - 2 WHERE id = ANY ($1)', [ids]);
    let redeemed = 0;
    for (const pack of quarrel.packages) {
      const answers = await redeemCancelExpiry(quarrel, pack);
      redeemed += answers.filter(({ status, body }) => status === 200 && body.entry).length;
      for (const { status, body, text } of answers)
        assert.ok(
          status === 200 || (status === 409 && ['package-expired', 'package-cancelled'].includes(String(body.code))),
          text,
        );
      assert.equal(answers[5]?.status, 200, strange(answers));
    }
    const [found] = await two.rig.query<{ redemptions: number; expired: number; cancelled: number }>(
      `SELECT count(*)::int AS redemptions, count(*) FILTER (WHERE l.seq < coalesce(e.seq, 1000))::int AS expired,
         count(*) FILTER (WHERE l.seq > c.seq)::int AS cancelled
       FROM ledger_entry l JOIN package_change c ON c.package_id = l.package_id AND c.kind = 'cancelled'
       LEFT JOIN package_change e ON e.package_id = l.package_id AND e.kind = 'expiry-changed' WHERE l.package_id = ANY ($1)`,
      [ids],
    );
    assert.deepEqual({ ...found }, { redemptions: redeemed, expired: 0, cancelled: 0 });
    if (rounds >= 50) assert.ok(redeemed > 0, 'nothing was ever redeemed between restoring and cancelling');
    await assertSound(two.rig);
  });

  it('PK-12 payments at once, every fourth one sent twice: exactly the price, never more, 5 rounds of 40 and the rest of 12', async () => {
    const quarrel = await openQuarrel(two, rounds, 1);
    let sums = 0;
    for (const [round, pack] of quarrel.packages.entries()) {
      const parts = round < 5 ? 16 : 8;
      sums += parts;
      const { answers, keys } = await payAtOnce(quarrel, pack, { callers: round < 5 ? 40 : 12, parts });
      const paid = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.step));
      assert.equal(paid.size, parts, strange(answers));
      for (const [n, { status, body, headers, text }] of answers.entries()) {
        assert.ok(
          status === 200 || (status === 409 && ['over-payment', 'in-progress'].includes(String(body.code))),
          text,
        );
        const twin = n % 4 === 3 ? answers[n - 1] : undefined;
        const told = twin && body.code !== 'in-progress' && twin.body.code !== 'in-progress';
        if (told) {
          assert.deepEqual(
            [keys[n], status, body.step ?? body.code],
            [keys[n - 1], twin.status, twin.body.step ?? twin.body.code],
          );
          // Only what took effect is kept under its key: a refusal is decided anew.
          if (status === 200) assert.ok(headers['idempotent-replayed'] || twin.headers['idempotent-replayed']);
        }
      }
    }
    const [stored] = await two.rig.query<object>(
      `SELECT count(*) FILTER (WHERE paid = price)::int AS paid, (SELECT count(*)::int FROM package_payment y WHERE y.package_id = ANY ($1)) AS entries
       FROM sold_package WHERE id = ANY ($1)`,
      [quarrel.packages.map(({ id }) => id)],
    );
    assert.deepEqual({ ...stored }, { paid: rounds, entries: sums });
    await assertSound(two.rig);
  });

  it('PK-08 PK-12 a redemption undone by four at once and a payment taken back by three: once each', async () => {
    const quarrel = await openQuarrel(two, rounds, 2);
    for (const pack of quarrel.packages) {
      const { redemption, payment } = await undoAtOnce(quarrel, pack);
      for (const answers of [redemption, payment])
        assert.deepEqual(
          [countOf(answers, 200), countOf(answers, 409, 'already-reversed')],
          [1, answers.length - 1],
          strange(answers),
        );
    }
    const [stored] = await two.rig.query<object>(
      'SELECT sum(remaining)::int AS left, sum(paid)::int AS paid FROM sold_package WHERE id = ANY ($1)',
      [quarrel.packages.map(({ id }) => id)],
    );
    assert.deepEqual({ ...stored }, { left: 2 * rounds, paid: 0 });
    await assertSound(two.rig);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenTenant, givenCustomer, givenTenant } from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';
import {
  keepBySet,
  keepByStatement,
  type Lived,
  openBooks,
  proveOnly,
  sold,
  storedHistories,
} from '../../test/replay/kept-books.js';
import { type Dice, dayOf, dice, randomSale, randomWish } from '../../test/replay/random-life.js';
import { replay } from '../../test/replay/replayer.js';
import { card, customerOfPackage, servicesOfPackage } from '../sold/card.js';
import { headOf } from './chain.js';
import { VerifyHistories } from './verify-histories.js';

// REPLAYED_HISTORIES=10000 is enough while one works on it; 100,000 take two minutes on two cores.
const histories = Number(process.env.REPLAYED_HISTORIES ?? 100_000);
const byStatement = Math.min(2_000, histories);
const atOnce = 5_000;
const seed = Number(process.env.REPLAY_SEED ?? Date.now() % 1_000_000);

describe(`${histories} random histories (seed ${seed})`, () => {
  let app: TestApp;
  let salon: GivenTenant;
  const lives = new Map<string, Lived>();

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
  });
  afterAll(() => app.stop());

  it(`PK-05 PK-08 PK-12 they are entered, the first ${byStatement} by the slices’ own statements; the database proves every commit`, async () => {
    const customer = await givenCustomer(app, salon);
    await openBooks(app.db);
    const roll = dice(seed);
    const enter = async (keep: typeof keepBySet, count: number) => {
      const some = Array.from({ length: count }, () => randomLife(roll));
      for (const life of some) lives.set(life.id, life);
      await keep(app.db, salon.id, customer, some);
    };
    await enter(keepByStatement, Math.min(500, byStatement));
    // Plans of empty tables read them whole. Where nobody waits for it, the database looks by itself.
    await app.db.query('ANALYZE sold_package, package_service, ledger_entry, package_payment, package_change');
    await enter(keepByStatement, byStatement - lives.size);
    await proveOnly(app.db);
    let left = histories - lives.size;
    const clerk = async () => {
      while (left > 0) {
        const count = Math.min(atOnce, left);
        left -= count;
        await enter(keepBySet, count);
      }
    };
    await Promise.all([clerk(), clerk()]);
    expect(lives.size).toBe(histories);
  }, 400_000);

  it('PK-22 replayed from their rows alone they are the same cards, status, badge and check code included', async () => {
    let steps = 0;
    const cards = new Map<string, Stored>();
    for await (const { sale, entries } of storedHistories(app.db, salon.id, lives)) {
      if (!cards.has(sale.id)) await readCards(cards, sale.id);
      const stored = cards.get(sale.id)!;
      const { ruled } = lives.get(sale.id)!;
      const replayed = replay(sale, entries);
      steps += entries.length;
      const { used, remaining, paid, expiresOn, head } = replayed;
      const status = ruled.statusOn(lookedAt);
      // Compared by hand: an expect() for each would take longer than everything else.
      const [there, here] = [
        [stored.used, stored.left, stored.paid, stored.expires, stored.status, stored.badge, stored.head],
        [used.join(), remaining, paid, expiresOn, status, ruled.badge, head],
      ];
      if (String(there) !== String(here)) expect({ id: sale.id, card: there }).toEqual({ id: sale.id, card: here });
      cards.delete(sale.id);
    }
    expect(steps).toBe([...lives.values()].reduce((sum, { ruled }) => sum + ruled.steps.length, 0));
    expect(steps).toBeGreaterThan(histories);
  }, 300_000);

  it('PK-22 the night finds nothing, and one changed word among all of them', async () => {
    await app.get(VerifyHistories).verifyAll();
    expect(await alarms()).toEqual([]);
    if (histories <= 10_000) expect(await packageFindings(app)).toEqual([]);
    const victim = [...lives.values()].find(({ ruled }) => ruled.steps[2]?.kind === 'correction')!;
    await app.db.forge(`UPDATE ledger_entry SET reason = 'another' WHERE package_id = $1 AND seq = 3`, [victim.id]);
    await app.get(VerifyHistories).verifyAll();
    expect(await alarms()).toEqual([{ package_id: victim.id, data: { brokenAt: 3 } }]);
    const forged = storedHistories(app.db, salon.id, new Map([[victim.id, victim]]));
    for await (const { sale, entries } of forged) expect(() => replay(sale, entries)).toThrow('cut or edited: step 3');
  }, 300_000);

  const lookedAt = dayOf(30);
  interface Stored {
    used: string;
    left: number;
    paid: number;
    expires: string | null;
    status: string;
    badge: string;
    head: string | null;
  }

  /** The next 5,000 cards as the screens read them. */
  async function readCards(into: Map<string, Stored>, from: string): Promise<void> {
    const ids = [...lives.keys()];
    const some = ids.slice(Math.floor(ids.indexOf(from) / 5_000) * 5_000).slice(0, 5_000);
    const rows = await app.db.query<
      Omit<Stored, 'used' | 'left'> & { id: string; services: { used: number; remaining: number }[] }
    >(
      `SELECT c ->> 'id' AS id, c -> 'services' AS services, (c -> 'paid' ->> 'amount')::float8 AS paid, c ->> 'expiresOn' AS expires,
         c ->> 'status' AS status, c ->> 'payment' AS badge, head
       FROM (SELECT ${card('$3', servicesOfPackage())} AS c, encode(${headOf('p')}, 'hex') AS head FROM sold_package p ${customerOfPackage}
         WHERE p.tenant_id = $1 AND p.id = ANY ($2)) x`,
      [salon.id, some, lookedAt],
    );
    for (const { id, services, ...rest } of rows) {
      const used = services.map((service) => service.used).join();
      into.set(id, { ...rest, used, left: services.reduce((sum, { remaining }) => sum + remaining, 0) });
    }
  }

  const alarms = () =>
    app.db.query(`SELECT package_id, data FROM event WHERE kind = 'history-broken' AND tenant_id = $1`, [salon.id]);
});

/** A sale and what was tried with it over some weeks; what was refused left no trace. */
function randomLife(roll: Dice): Lived {
  const life = sold(randomSale(roll));
  let day = 0;
  for (let wishes = roll(9); wishes > 0; wishes--) {
    day += roll(6);
    life.ruled.ask(randomWish(roll, life.ruled, day), dayOf(day));
  }
  return life;
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openRig } from '../load/rig.ts';
import { seedTenant } from '../load/seed.ts';
import { auditFindings } from './audit.ts';
import type { Answer } from './client.ts';
import { openQuarrel, payAtOnce, redeemCancelExpiry } from './package-races.ts';
import { type PlantedBug, plant, plantedBugs } from './planted-bugs.ts';
import { countOf, givenCustomer, openTicketsAtOnce, redeemAtOnce, strange } from './races.ts';
import type { Two } from './two-servers.ts';

describe('the audit turns red for a planted bug', { timeout: 180_000 }, () => {
  it('a number taken before the verdict leaves holes', async () => {
    const found = await findingsWith(plantedBugs.numberBeforeVerdict, (two) => openTicketsAtOnce(two, 60));
    assert.ok(
      found.some((finding) => finding.startsWith('ticket numbers')),
      found.join('\n'),
    );
  });

  it('PK-08 a redemption without the package’s lock: the database’s proof stops it, and without the proof the audit finds it', async () => {
    const race = async (two: Two) => {
      const customer = await givenCustomer(two);
      const answers: Answer[] = [];
      for (let round = 0; round < 5; round++) answers.push(...(await redeemAtOnce(two, customer, 32, 16)));
      return answers;
    };
    let answers: Answer[] = [];
    const stopped = await findingsWith(plantedBugs.redeemWithoutLock, async (two) => {
      answers = await race(two);
    });
    assert.deepEqual(stopped, []);
    assert.ok(countOf(answers, 500) > 0 && countOf(answers, 200) > 0, strange(answers));
    const found = await findingsWith(plantedBugs.redeemWithoutLock, async (two) => {
      await withoutProof(two);
      await race(two);
    });
    assert.ok(
      found.some((finding) => finding.startsWith('balance after an entry')),
      found.join('\n'),
    );
  });

  it('PK-08 a redemption that forgets its service is refused whole', async () => {
    const found = await findingsWith(plantedBugs.redeemWithoutService, async (two) => {
      const answers = await redeemAtOnce(two, await givenCustomer(two), 4, 4);
      assert.equal(countOf(answers, 500, 'unexpected'), 4, strange(answers));
      const [stored] = await two.rig.query<object>(
        'SELECT (SELECT sum(remaining)::int FROM sold_package) AS left, (SELECT count(*)::int FROM ledger_entry) AS entries, (SELECT count(*)::int FROM event) AS events, (SELECT count(*)::int FROM idempotency) AS kept',
      );
      assert.deepEqual({ ...stored }, { left: 4, entries: 0, events: 0, kept: 0 });
    });
    assert.deepEqual(found, []);
  });

  it('PK-12, PK-14 verdicts without the lock: the races turn red', async () => {
    await findingsWith(plantedBugs.decideWithoutLock, async (two) => {
      const quarrel = await openQuarrel(two, 12, 20);
      await two.rig.query('UPDATE sold_package SET expires_on = current_date - 2');
      const answers: Answer[] = [];
      for (const pack of quarrel.packages.slice(0, 4))
        answers.push(...(await payAtOnce(quarrel, pack, { callers: 24, parts: 16 })).answers);
      for (const pack of quarrel.packages.slice(4)) answers.push(...(await redeemCancelExpiry(quarrel, pack)));
      assert.ok(countOf(answers, 500) > 0, strange(answers));
    });
  });
});

/** Takes the ledger's proof and the unique numbers of its steps away. */
async function withoutProof({ rig }: Two): Promise<void> {
  for (const table of ['sold_package', 'package_service', 'ledger_entry'])
    await rig.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await rig.query('ALTER TABLE sold_package ENABLE TRIGGER package_words');
  await rig.query('DROP INDEX ledger_of_package');
}

/** What the audit says after `race` on a server with the bug. */
async function findingsWith(bug: PlantedBug, race: (two: Two) => Promise<unknown>): Promise<string[]> {
  const rig = await openRig();
  try {
    const server = await rig.startServer('planted', { entry: await plant(bug, rig.dir), env: { WORKER: '0' } });
    const tenant = await seedTenant(rig, 'salon');
    await race({ rig, servers: [server, server], tenant, url: () => server.url });
    return await auditFindings(rig);
  } finally {
    await rig.close();
  }
}

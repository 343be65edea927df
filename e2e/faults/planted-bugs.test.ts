import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openRig } from '../load/rig.ts';
import { seedTenant } from '../load/seed.ts';
import { auditFindings } from './audit.ts';
import { type PlantedBug, plant, plantedBugs } from './planted-bugs.ts';
import { givenCustomer, openTicketsAtOnce, redeemAtOnce } from './races.ts';
import type { Two } from './two-servers.ts';

describe('the audit turns red for a planted bug', { timeout: 180_000 }, () => {
  it('a number taken before the verdict leaves holes', async () => {
    const found = await findingsWith(plantedBugs.numberBeforeVerdict, (two) => openTicketsAtOnce(two, 60));
    assert.ok(
      found.some((finding) => finding.startsWith('ticket numbers')),
      found.join('\n'),
    );
  });

  it('a redemption without the package’s lock doubles a balance', async () => {
    const found = await findingsWith(plantedBugs.redeemWithoutLock, async (two) => {
      const customer = await givenCustomer(two);
      for (let round = 0; round < 5; round++) await redeemAtOnce(two, customer, 32, 16);
    });
    assert.ok(
      found.some((finding) => finding.startsWith('balance after an entry')),
      found.join('\n'),
    );
  });
});

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

import assert from 'node:assert/strict';
import { untilDecided } from '../load/measure.ts';
import { openRig, type Rig, type RigServer, type RigServerOptions } from '../load/rig.ts';
import { type SeededTenant, seedTenant } from '../load/seed.ts';
import { auditFindings } from './audit.ts';

/** Two servers over one database, with a tenant. */
export interface Two {
  rig: Rig;
  servers: [RigServer, RigServer];
  tenant: SeededTenant;
  /** The one whose turn it is. */
  url(turn: number): string;
}

export async function openTwo(options: RigServerOptions = {}): Promise<Two> {
  const rig = await openRig();
  try {
    const first = await rig.startServer('first', options);
    const second = await rig.startServer('second', options);
    const tenant = await seedTenant(rig, 'salon');
    return { rig, servers: [first, second], tenant, url: (turn) => [first, second][turn % 2]?.url ?? '' };
  } catch (error) {
    await rig.close();
    throw error;
  }
}

/** After every fault, race and load: the worker is through, and the audit finds nothing. */
export async function assertSound(rig: Rig): Promise<void> {
  await untilDecided({ rig }, 90_000);
  assert.deepEqual(await auditFindings(rig), []);
}

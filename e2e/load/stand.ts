import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../server/src/platform/embedded/postgres.ts';
import { recordedRoutes } from './recorded.ts';
import { openRig, type Rig, type RigServer } from './rig.ts';
import {
  asCustomer,
  type SeededPackage,
  type SeededTenant,
  seedCustomer,
  seedPackages,
  seedTenant,
  seedTickets,
} from './seed.ts';
import { seedManyPackages } from './seed-many-packages.ts';

/** Both servers over one seeded database. */
export interface Stand {
  rig: Rig;
  ours: RigServer;
  raw: { url: string; pid: number };
  /** Desks that tickets are filed at, so that one counter's lock is not what is measured. */
  desks: SeededTenant[];
  /** A signed-in customer's headers and id at each desk. */
  customers: { id: string; headers: Record<string, string> }[];
  /** A desk of 1,000 tickets with four messages each; `tickets` are their ids. */
  small: SeededTenant;
  tickets: string[];
  /** A desk of 100,000 tickets; seeded when asked for. */
  large(): Promise<SeededTenant>;
  packages: SeededPackage[];
  close(): Promise<void>;
}

/** Connections to PostgreSQL of each server; the product's default. */
const poolSize = 10;

export async function openStand(): Promise<Stand> {
  const rig = await openRig();
  try {
    const desks: SeededTenant[] = [];
    for (let n = 0; n < 8; n++) desks.push(await seedTenant(rig, `desk-${n}`));
    const small = await seedTenant(rig, 'small');
    await seedTickets(rig, small, 1_000, 4);
    const customers = await Promise.all(
      desks.map(async (desk) => {
        const id = await seedCustomer(rig, desk);
        return { id, headers: await asCustomer(desk, id) };
      }),
    );
    const packages = await seedPackages(rig, desks[0] as SeededTenant, customers[0]?.id ?? '', 2_000, 1_000);
    // Plans are made for tables with something in them, as a running salon's are: on empty ones they would read all of it for ever.
    const neighbour = await seedTenant(rig, 'neighbour');
    await seedTickets(rig, neighbour, 20_000, 1);
    await seedManyPackages(rig, neighbour, 20_000);
    const tickets = (await rig.query<{ id: string }>('SELECT id FROM ticket WHERE tenant_id = $1', [small.id])).map(
      ({ id }) => id,
    );
    await rig.query('VACUUM ANALYZE');
    const ours = await rig.startServer('server', { env: { POOL_SIZE: String(poolSize) } });
    const raw = await startRaw(rig);
    return {
      rig,
      ours,
      raw,
      desks,
      customers,
      small,
      tickets,
      packages,
      large: async () => {
        const tenant = await seedTenant(rig, 'large');
        await seedTickets(rig, tenant, 100_000, 1);
        await rig.query('VACUUM ANALYZE ticket, message');
        return tenant;
      },
      close: async () => {
        raw.stop();
        await rig.close();
      },
    };
  } catch (error) {
    await rig.close();
    throw error;
  }
}

async function startRaw(rig: Rig): Promise<{ url: string; pid: number; stop(): void }> {
  const routes = join(rig.dir, 'routes.json');
  await writeFile(routes, JSON.stringify(await recordedRoutes()));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=8', join(import.meta.dirname, 'raw-server.ts'), routes, String(port), String(poolSize)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: rig.postgres.url },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  process.once('exit', () => child.kill());
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(`${url}/health`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return { url, pid: child.pid ?? 0, stop: () => void child.kill() };
    await sleep(50);
  }
  child.kill();
  throw new Error('The raw server did not start.');
}

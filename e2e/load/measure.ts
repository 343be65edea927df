import { setTimeout as sleep } from 'node:timers/promises';
import { median, pace, quantile, saturate } from './drive.ts';
import { type Compared, get } from './figures.ts';
import { cpuMs, cpuMsBelow } from './process-cost.ts';
import { asMember } from './seed.ts';
import type { Stand } from './stand.ts';

/** How long and how often. */
export interface Pace {
  pairs: number;
  /** Of one window. */
  seconds: number;
  warmSeconds: number;
}

/** Medians over the pairs of one verb. */
export interface Comparison {
  /** Our rate as a share of the raw server's. */
  ratio: number;
  /** The raw server's CPU of server and PostgreSQL as a share of ours: says little about the rate, but stands still on a busy machine. */
  cpuRatio: number;
  raw: Cost;
  ours: Cost;
}

/** Per second, and CPU milliseconds per operation of the server and of PostgreSQL behind it. */
export interface Cost {
  rate: number;
  serverMs: number;
  postgresMs: number;
}

/** Interleaved pairs, every second one the other way round, so that a noisy minute meets both. */
export async function compare(
  stand: Stand,
  compared: Compared,
  { pairs, seconds, warmSeconds }: Pace,
): Promise<Comparison> {
  const sides = {
    raw: () => window(stand, stand.raw, compared.raw, seconds),
    ours: () => window(stand, stand.ours, compared.ours, seconds),
  };
  await window(stand, stand.raw, compared.raw, warmSeconds);
  await window(stand, stand.ours, compared.ours, warmSeconds);
  const measured: Record<'raw' | 'ours', Cost>[] = [];
  for (let n = 0; n < pairs; n++) {
    const order = n % 2 === 0 ? (['raw', 'ours'] as const) : (['ours', 'raw'] as const);
    const [first, second] = [await sides[order[0]](), await sides[order[1]]()];
    measured.push(order[0] === 'raw' ? { raw: first, ours: second } : { raw: second, ours: first });
  }
  const of = (side: 'raw' | 'ours'): Cost => ({
    rate: median(measured.map((pair) => pair[side].rate)),
    serverMs: median(measured.map((pair) => pair[side].serverMs)),
    postgresMs: median(measured.map((pair) => pair[side].postgresMs)),
  });
  const [raw, ours] = [of('raw'), of('ours')];
  return {
    ratio: median(measured.map((pair) => pair.ours.rate / pair.raw.rate)),
    cpuRatio: (raw.serverMs + raw.postgresMs) / (ours.serverMs + ours.postgresMs),
    raw,
    ours,
  };
}

/** One window of full load; what the worker still does afterwards is part of its cost. */
async function window(
  stand: Stand,
  server: { url: string; pid: number },
  call: Compared['raw'],
  seconds: number,
): Promise<Cost> {
  const { pid } = await postmaster(stand);
  const [server0, postgres0] = [await cpuMs(server.pid), await cpuMsBelow(pid)];
  const { done, rate } = await saturate(server.url, call, seconds);
  if (server.pid === stand.raw.pid) await forgetRawEvents(stand);
  else await untilDecided(stand);
  const [server1, postgres1] = [await cpuMs(server.pid), await cpuMsBelow(pid)];
  return { rate, serverMs: (server1 - server0) / done, postgresMs: (postgres1 - postgres0) / done };
}

async function postmaster({ rig }: Stand): Promise<{ pid: number }> {
  const [row] = await rig.query<{ pid: number }>(
    "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int AS pid",
  );
  return { pid: row?.pid ?? 0 };
}

/** Nobody tells of the raw server's events; our sweep would. */
async function forgetRawEvents({ rig }: Stand): Promise<void> {
  await rig.query('UPDATE event SET decided_at = now() WHERE decided_at IS NULL');
}

/** Until every event of ours led to its mails: the next window must not pay for this one. */
export async function untilDecided({ rig }: Pick<Stand, 'rig'>, patienceMs = 60_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const [row] = await rig.query<{ n: number }>('SELECT count(*)::int AS n FROM event WHERE decided_at IS NULL');
    if (row?.n === 0) return;
    if (Date.now() > deadline) throw new Error(`${row?.n} events were not decided within ${patienceMs / 1_000} s.`);
    await sleep(20);
  }
}

/** p95 of the first page of 50 on a desk of 100,000 tickets as a multiple of the same on 1,000, at moderate load. */
export async function listAtScale(
  stand: Stand,
  seconds: number,
): Promise<{ ratio: number; large: number; small: number }> {
  const large = await stand.large();
  const page = (member: { cookie: string; csrf: string; id: string }) => () =>
    get('/v1/tickets?limit=50', asMember(member));
  const calls: Parameters<typeof pace>[1] = [page(large.owner), page(stand.small.owner)];
  await pace(stand.ours.url, calls, 60, 1);
  const [onLarge, onSmall] = await pace(stand.ours.url, calls, 120, seconds);
  const [p95Large, p95Small] = [quantile(onLarge, 0.95), quantile(onSmall, 0.95)];
  return { ratio: p95Large / p95Small, large: p95Large, small: p95Small };
}

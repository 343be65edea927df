import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build } from '../stage/build.ts';
import { FigureSheet } from './figure-sheet.ts';
import { comparedOn } from './figures.ts';
import { liabilityAtScale } from './liability-at-scale.ts';
import { compare, listAtScale, type Pace } from './measure.ts';
import { hotPackage, packagesAtScale, statementOf } from './packages-at-scale.ts';
import { cpuMs, memoryMb } from './process-cost.ts';
import { openStand, type Stand } from './stand.ts';

const words = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    quick: { type: 'boolean' },
    unbuilt: { type: 'boolean' },
  },
}).values;
const only = words.only?.split(',').map((id) => id.trim());
const paces: Record<'full' | 'quick', Pace> = {
  full: { pairs: 6, seconds: 2, warmSeconds: 1.5 },
  quick: { pairs: 3, seconds: 0.7, warmSeconds: 0.7 },
};
const paceOf = words.quick ? paces.quick : paces.full;
/**
 * In `npm test` the machine does other things at the same time: only a gross regression may fail, one that shows in the
 * rate and in the CPU time alike.
 */
const slack = words.quick ? 0.7 : 1;
const judged = (ratio: number, cpuRatio: number) => (words.quick ? Math.max(ratio, cpuRatio) : ratio);

const sheet = new FigureSheet();
const { figures } = sheet;
const say = (line: string) => process.stderr.write(`${line}\n`);
const wanted = (id: string) => !only || only.includes(id);

if (!words.unbuilt) await build(say);
say('bench: starting PostgreSQL, seeding');
const stand = await openStand();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => stand.close().finally(() => process.exit(130)));
try {
  await run(stand);
} finally {
  await stand.close();
}
const missing = only?.filter((id) => !figures.some((figure) => figure.id === id)) ?? [];
if (missing.length > 0) say(`bench: no such figure: ${missing.join(', ')}`);
print();
if (words.json) await writeFile(words.json, `${JSON.stringify({ figures }, null, 2)}\n`);
if (missing.length > 0 || figures.some(({ holds }) => holds === false)) process.exitCode = 1;

async function run(stand: Stand): Promise<void> {
  const full = !words.quick;
  /** Takes a figure where it is asked for; one that throws is missed, and the others are taken all the same. */
  const figure = async (id: string, goal: number | null, take: () => Promise<void>): Promise<void> => {
    if (!wanted(id)) return;
    say(`bench: ${id}`);
    const error = await sheet.attempt(id, goal, take);
    if (error) say(`bench: ${id} threw: ${error}`);
  };
  await figure('cold-start-cpu-s', 3, async () => atMost('cold-start-cpu-s', await coldStart(stand), 's', 3));
  for (const compared of comparedOn(stand).filter(({ id }) => full || id !== 'open-ticket/raw')) {
    await figure(compared.id, compared.goal, async () => {
      const { ratio, cpuRatio, raw, ours } = await compare(stand, compared, paceOf);
      sheet.add({
        id: compared.id,
        value: ratio,
        unit: 'of raw',
        goal: compared.goal,
        holds: compared.goal === null ? null : judged(ratio, cpuRatio) >= compared.goal * slack,
        detail: { cpuRatio, raw, ours },
      });
    });
  }
  if (full) {
    await figure('redeem-hot-32/8', 0.7, async () => {
      const { ratio, p99Ms, exact } = await hotPackage(stand, 2, 5);
      const holds = ratio >= 0.7 && p99Ms <= 500 && exact;
      sheet.add({ id: 'redeem-hot-32/8', value: ratio, unit: '×', goal: 0.7, holds, detail: { p99Ms, exact } });
    });
    await figure('statement-500-ms', 100, async () =>
      atMost('statement-500-ms', await statementOf(stand, 500), 'ms', 100),
    );
  }
  await figure('memory-after-load-mb', 180, async () =>
    atMost('memory-after-load-mb', await memoryMb(stand.ours.pid), 'MB', 180),
  );
  if (!full) return;
  await figure('list-p95-100k/1k', 1.5, async () => {
    const { ratio, large, small } = await listAtScale(stand, 12);
    const detail = { largeMs: large, smallMs: small };
    sheet.add({ id: 'list-p95-100k/1k', value: ratio, unit: '×', goal: 1.5, holds: ratio <= 1.5, detail });
  });
  await figure('liability-1M-entries-s', 2, async () => {
    const { seconds, ...detail } = await liabilityAtScale(stand, 1_000_000, 9);
    const holds = seconds <= 2 && detail.exact;
    sheet.add({ id: 'liability-1M-entries-s', value: seconds, unit: 's', goal: 2, holds, detail });
  });
  await figure('packages-list-p95-1M/1k', 1.5, async () => {
    const found = await packagesAtScale(stand, 4, 1_000_000);
    for (const { filter, ratio, largeMs, smallMs } of found)
      say(`  ${filter.padEnd(20)} ${ratio.toFixed(2)} × (${largeMs.toFixed(1)} / ${smallMs.toFixed(1)} ms)`);
    const worst = Math.max(...found.map(({ ratio }) => ratio));
    sheet.add({
      id: 'packages-list-p95-1M/1k',
      value: worst,
      unit: '×',
      goal: 1.5,
      holds: worst <= 1.5,
      detail: { found },
    });
  });
}

/** CPU seconds of a server process from its start until it is ready, on a migrated database. */
async function coldStart({ rig }: Stand): Promise<number> {
  const server = await rig.startServer('cold');
  const seconds = (await cpuMs(server.pid)) / 1_000;
  await server.stop();
  return seconds;
}

function atMost(id: string, value: number, unit: string, goal: number): void {
  sheet.add({ id, value, unit, goal, holds: value <= goal / slack });
}

function print(): void {
  process.stdout.write(sheet.table());
}

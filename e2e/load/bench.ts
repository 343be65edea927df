import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build } from '../stage/build.ts';
import { comparedOn } from './figures.ts';
import { liabilityAtScale } from './liability-at-scale.ts';
import { type Cost, compare, listAtScale, type Pace } from './measure.ts';
import { hotPackage, packagesAtScale, statementOf } from './packages-at-scale.ts';
import { cpuMs, memoryMb } from './process-cost.ts';
import { openStand, type Stand } from './stand.ts';

/** One line of the result. `holds` is null where no goal is set. */
interface Figure {
  id: string;
  value: number;
  unit: string;
  goal: number | null;
  holds: boolean | null;
  /** What it was made of; rates per second, CPU milliseconds per operation. */
  detail?: object;
}

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

const figures: Figure[] = [];
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
  if (wanted('cold-start-cpu-s')) atMost('cold-start-cpu-s', await coldStart(stand), 's', 3);
  for (const compared of comparedOn(stand).filter(
    ({ id }) => wanted(id) && !(words.quick && id === 'open-ticket/raw'),
  )) {
    say(`bench: ${compared.id}`);
    const { ratio, cpuRatio, raw, ours } = await compare(stand, compared, paceOf);
    add({
      id: compared.id,
      value: ratio,
      unit: 'of raw',
      goal: compared.goal,
      holds: compared.goal === null ? null : judged(ratio, cpuRatio) >= compared.goal * slack,
      detail: { cpuRatio, raw, ours },
    });
  }
  if (wanted('redeem-hot-32/8') && !words.quick) {
    say('bench: redeem-hot-32/8');
    const { ratio, p99Ms, exact } = await hotPackage(stand, 2, 5);
    const holds = ratio >= 0.7 && p99Ms <= 500 && exact;
    add({ id: 'redeem-hot-32/8', value: ratio, unit: '×', goal: 0.7, holds, detail: { p99Ms, exact } });
  }
  if (wanted('statement-500-ms') && !words.quick) {
    say('bench: statement-500-ms');
    atMost('statement-500-ms', await statementOf(stand, 500), 'ms', 100);
  }
  if (wanted('memory-after-load-mb')) atMost('memory-after-load-mb', await memoryMb(stand.ours.pid), 'MB', 180);
  if (wanted('list-p95-100k/1k') && !words.quick) {
    say('bench: list-p95-100k/1k');
    const { ratio, large, small } = await listAtScale(stand, 12);
    add({
      id: 'list-p95-100k/1k',
      value: ratio,
      unit: '×',
      goal: 1.5,
      holds: ratio <= 1.5,
      detail: { largeMs: large, smallMs: small },
    });
  }
  if (wanted('liability-1M-entries-s') && !words.quick) {
    say('bench: liability-1M-entries-s, seeding a million entries');
    const { seconds, ...detail } = await liabilityAtScale(stand, 1_000_000, 9);
    add({
      id: 'liability-1M-entries-s',
      value: seconds,
      unit: 's',
      goal: 2,
      holds: seconds <= 2 && detail.exact,
      detail,
    });
  }
  if (wanted('packages-list-p95-1M/1k') && !words.quick) {
    say('bench: packages-list-p95-1M/1k, seeding a million packages');
    const found = await packagesAtScale(stand, 4, 1_000_000);
    for (const { filter, ratio, largeMs, smallMs } of found)
      say(`  ${filter.padEnd(20)} ${ratio.toFixed(2)} × (${largeMs.toFixed(1)} / ${smallMs.toFixed(1)} ms)`);
    const worst = Math.max(...found.map(({ ratio }) => ratio));
    add({ id: 'packages-list-p95-1M/1k', value: worst, unit: '×', goal: 1.5, holds: worst <= 1.5, detail: { found } });
  }
}

/** CPU seconds of a server process from its start until it is ready, on a migrated database. */
async function coldStart({ rig }: Stand): Promise<number> {
  const server = await rig.startServer('cold');
  const seconds = (await cpuMs(server.pid)) / 1_000;
  await server.stop();
  return seconds;
}

function atMost(id: string, value: number, unit: string, goal: number): void {
  add({ id, value, unit, goal, holds: value <= goal / slack });
}

function add(figure: Figure): void {
  figures.push({ ...figure, value: Math.round(figure.value * 1_000) / 1_000 });
}

function print(): void {
  const costs = (cost: Cost) =>
    `${cost.rate.toFixed(0)}/s ${cost.serverMs.toFixed(2)}+${cost.postgresMs.toFixed(2)} ms`;
  const rows = figures.map(({ id, value, unit, goal, holds, detail }) => {
    const { raw, ours } = (detail ?? {}) as { raw?: Cost; ours?: Cost };
    const verdict = holds === null ? '' : holds ? 'holds' : 'MISSED';
    return [
      id,
      value.toFixed(2),
      unit,
      goal === null ? '' : String(goal),
      verdict,
      raw && ours ? `ours ${costs(ours)}, raw ${costs(raw)}` : '',
    ];
  });
  const head = ['figure', 'value', 'unit', 'goal', '', 'rate, CPU of server + PostgreSQL per operation'];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  for (const row of [head, ...rows])
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
}

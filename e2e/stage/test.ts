import { parseArgs } from 'node:util';
import { checks } from './checks.ts';
import type { Counts } from './counts.ts';
import { Refusal } from './refusal.ts';

// `npm test`: every check in order, each runner's own output as it comes, and one line at the end.
// `npm run check` is `--quick`; `npm test -- --only rules,journeys` runs some; `--list` names them.
const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string' }, list: { type: 'boolean' } },
});
const names = values.only?.split(',') ?? checks.filter(({ quick }) => !values.quick || quick).map(({ name }) => name);
const unknown = names.filter((name) => !checks.some((check) => check.name === name));
if (values.list || unknown.length) {
  if (unknown.length) process.stderr.write(`There is no check ${unknown.join(', ')}.\n`);
  process.stdout.write(checks.map(({ name, about }) => `${name.padEnd(12)} ${about}\n`).join(''));
  process.exit(unknown.length ? 1 : 0);
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const outcomes: string[] = [];
for (const check of checks.filter(({ name }) => names.includes(name))) {
  process.stdout.write(`\n── ${check.name}: ${check.about}\n`);
  const began = performance.now();
  const counts = await attempt(check.run);
  for (const kind of ['passed', 'failed', 'skipped'] as const) total[kind] += counts[kind];
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  outcomes.push(
    `${counts.failed ? '✗' : '✓'} ${check.name.padEnd(12)} ${line(counts).padEnd(40)} ${seconds.padStart(6)} s`,
  );
}
process.stdout.write(`\n${outcomes.join('\n')}\n\n${line(total)}\n`);
process.exit(total.failed || !total.passed ? 1 : 0);

/** A check that throws has failed; one that ran nothing has failed too, or nobody would notice. */
async function attempt(run: () => Promise<Counts>): Promise<Counts> {
  try {
    const counts = await run();
    if (counts.passed + counts.failed > 0) return counts;
    process.stdout.write('Nothing was run.\n');
  } catch (error) {
    process.stdout.write(`${error instanceof Refusal ? error.message : ((error as Error).stack ?? error)}\n`);
  }
  return { passed: 0, failed: 1, skipped: 0 };
}

function line({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

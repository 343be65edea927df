import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from './build.ts';
import { findChromium } from './chromium.ts';
import { type Counts, jest, playwright, sum } from './counts.ts';
import { findFaketime } from './faketime.ts';
import { Refusal } from './refusal.ts';
import { root } from './settings.ts';
import { withStage } from './with-stage.ts';

// `npm run test:dates`: all rules, and the slices and journeys marked `@dates`, at days on which calendars differ. Server,
// database and browser run under one shifted wall clock; monotonic clocks, and so timeouts, stay as they are.
// `npm run test:dates -- 2027-03-28T00:58Z` runs one moment.

/** Days that programs forget. Two minutes before Budapest changes its clocks, and around midnight there, in Dublin and in UTC. */
const moments = [
  { at: '2027-02-28T22:50Z', about: '28 February, the last day of the month, ten to midnight in Budapest' },
  { at: '2028-02-29T12:00Z', about: '29 February' },
  { at: '2027-03-28T00:58Z', about: 'Budapest loses an hour' },
  { at: '2027-10-31T00:58Z', about: 'Budapest has an hour twice' },
  { at: '2026-11-30T22:50Z', about: '30 November, ten to midnight in Budapest' },
  { at: '2026-12-31T23:20Z', about: '31 December in Dublin, 1 January in Budapest' },
  { at: '2027-01-01T00:05Z', about: '1 January' },
];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Files of Jest with the mark in their first line; Playwright's tests bear it as a tag. */
function markedSlices(): string[] {
  const files = globSync('server/src/**/*.test.ts', { cwd: root });
  const marked = files.filter((file) => readFileSync(`${root}/${file}`, 'utf8').startsWith('/** @dates */'));
  return marked.map((file) => relative('server', file));
}

/** Everything of one moment; this process's clock is shifted already. */
async function runAll(): Promise<Counts> {
  const slices = markedSlices();
  if (slices.length === 0) throw new Refusal('No slice is marked @dates.');
  const rules = await jest('contracts');
  const marked = await jest('server', ['--runTestsByPath', ...slices]);
  const journeys = await withStage(say, async (env) =>
    playwright(['--grep', '@dates'], { ...env, CHROME_PATH: await findChromium(say) }),
  );
  return sum([rules, marked, journeys]);
}

/** The same program as a child whose clock, with all its children's, stands at `at`; its closing line. */
function runShifted(at: string, library: string): Promise<Counts> {
  const seconds = Math.round((Date.parse(at) - Date.now()) / 1_000);
  const env = {
    ...process.env,
    LD_PRELOAD: library,
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}s`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // Chromium hangs with libfaketime's waiting on conditions, which glibc no longer needs.
    FAKETIME_FORCE_MONOTONIC_FIX: '0',
    // Other users' processes (PostgreSQL's) may not open root's shared memory.
    FAKETIME_DISABLE_SHM: '1',
    // The build is found up to date by the files' real times.
    NO_FAKE_STAT: '1',
    STAGE_DATES_SHIFTED: '1',
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`${import.meta.dirname}/run.js`, 'dates'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let closing = '';
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      closing = (closing + chunk).slice(-1_000);
    });
    child.on('close', () => {
      const [, passed, failed, skipped] = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(closing) ?? [];
      if (passed === undefined) resolve({ passed: 0, failed: 1, skipped: 0 });
      else resolve({ passed: Number(passed), failed: Number(failed), skipped: Number(skipped) });
    });
  });
}

async function runEveryMoment(): Promise<Counts> {
  const chosen = process.argv.slice(2);
  const wanted = chosen.length ? chosen.map((at) => ({ at, about: 'as asked' })) : moments;
  for (const { at } of wanted) if (Number.isNaN(Date.parse(at))) throw new Refusal(`${at} is not an instant.`);
  const library = await findFaketime(say);
  await build(say);
  await findChromium(say);
  const outcomes: string[] = [];
  const counts: Counts[] = [];
  for (const { at, about } of wanted) {
    say(`\n── ${at}: ${about}`);
    const began = performance.now();
    const found = await runShifted(at, library);
    counts.push(found);
    const seconds = ((performance.now() - began) / 1_000).toFixed(0);
    outcomes.push(`${found.failed ? '✗' : '✓'} ${at}  ${line(found)}  ${seconds} s  ${about}`);
  }
  say(`\n${outcomes.join('\n')}\n`);
  return sum(counts);
}

function line({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const shifted = process.env.STAGE_DATES_SHIFTED === '1';
const total = await (shifted ? runAll() : runEveryMoment()).catch((error: unknown): Counts => {
  say(error instanceof Refusal ? error.message : String((error as Error).stack ?? error));
  return { passed: 0, failed: 1, skipped: 0 };
});
say(line(total));
process.exit(total.failed || !total.passed ? 1 : 0);

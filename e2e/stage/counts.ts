import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './settings.ts';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command whose output is the reader's; its exit code. Nothing reads stdin. */
export function run(command: string, words: string[], { cwd = root, env }: RunOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, words, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', (error) => {
      process.stdout.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A tool that only says yes or no counts as one. */
export async function tool(name: string, words: string[], options?: RunOptions): Promise<Counts> {
  return one((await run(join(root, 'node_modules/.bin', name), words, options)) === 0);
}

export function one(held: boolean): Counts {
  return { passed: held ? 1 : 0, failed: held ? 0 : 1, skipped: 0 };
}

export function sum(all: Counts[]): Counts {
  const add = (kind: keyof Counts) => all.reduce((total, counts) => total + counts[kind], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}

/** Jest in a workspace; a file that cannot be loaded counts as one failure. */
export function jest(workspace: string, words: string[] = []): Promise<Counts> {
  return withReport(async (report) => {
    const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const binary = join(root, 'node_modules/jest/bin/jest.js');
    const code = await run(process.execPath, [...node, binary, '--json', `--outputFile=${report}`, ...words], {
      cwd: join(root, workspace),
      // The report on stdout would bury everything; its readable half goes to stderr.
      env: { FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    return reconcile(code, await jestCounts(report));
  });
}

async function jestCounts(report: string): Promise<Counts> {
  const found = JSON.parse(await readFile(report, 'utf8'));
  return {
    passed: found.numPassedTests,
    failed: found.numFailedTests + found.numRuntimeErrorTestSuites,
    skipped: found.numPendingTests + found.numTodoTests,
  };
}

/** Playwright; `PLAYWRIGHT_JSON_OUTPUT_NAME` beside the list on the screen. */
export function playwright(words: string[], env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  return withReport(async (report) => {
    const code = await run(join(root, 'node_modules/.bin/playwright'), ['test', '--reporter=list,json', ...words], {
      cwd: join(root, 'e2e'),
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    });
    const { stats, errors } = JSON.parse(await readFile(report, 'utf8'));
    const counts = {
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
    };
    return reconcile(code, counts);
  });
}

/** Node's own runner over files of e2e/, one after the other: they start servers. */
export function nodeTest(files: string[]): Promise<Counts> {
  return withReport(async (report) => {
    const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
    reporters.push('--test-reporter=tap', `--test-reporter-destination=${report}`);
    const words = ['--test', '--test-concurrency=1', ...reporters, ...files];
    const code = await run(process.execPath, words, { cwd: join(root, 'e2e') });
    const tap = await readFile(report, 'utf8');
    const count = (kind: string) => Number(new RegExp(`^# ${kind} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
    const failed = count('fail') + count('cancelled');
    return reconcile(code, { passed: count('pass'), failed, skipped: count('skipped') + count('todo') });
  });
}

/** Web Test Runner, by the reporter in `wtr-summary.js`. */
export function webTestRunner(env: NodeJS.ProcessEnv): Promise<Counts> {
  return withReport(async (report) => {
    const summary = join(import.meta.dirname, 'wtr-with-summary.js');
    const code = await run(join(root, 'node_modules/.bin/wtr'), ['--config', summary], {
      cwd: join(root, 'widget'),
      env: { ...env, WTR_SUMMARY: report },
    });
    return reconcile(code, JSON.parse(await readFile(report, 'utf8')));
  });
}

/** A runner that ends badly without a failed test has failed all the same. */
function reconcile(code: number, counts: Counts): Counts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function withReport(work: (report: string) => Promise<Counts>): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'bookinda-report-'));
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

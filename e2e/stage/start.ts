import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './refusal.ts';
import { readSettings } from './settings.ts';
import { openStage, type Stage } from './stage.ts';
import { welcome } from './welcome.ts';

const called = new AbortController();
const untilCalled = new Promise<void>((resolve) => called.signal.addEventListener('abort', () => resolve()));
let calledAt = 0;
listenForLeave();

let stage: Stage | undefined;
try {
  stage = await openStage(readSettings(), { say, signal: called.signal });
  say('ready');
  process.stdout.write(welcome(stage.settings, stage.tenants));
  const broken = await Promise.race([untilCalled, stage.broken]);
  if (broken) throw new Refusal(broken);
  say('stopping');
} catch (error) {
  // A refusal is one line; everything else is a defect and shows where it came from.
  const words = error instanceof Refusal ? error.message : ((error as Error)?.stack ?? String(error));
  if (!called.signal.aborted) process.stderr.write(`${words}\n`);
  process.exitCode = called.signal.aborted ? 0 : 1;
}
await stage?.stop();
// Nothing above keeps the process; a handle that a library forgot must not either.
process.exit();

/** Progress: what is being done, and how long since the start. */
function say(line: string): void {
  process.stdout.write(`${process.uptime().toFixed(1).padStart(5)} s  ${line}\n`);
}

function listenForLeave(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // npm passes on a Ctrl-C that the terminal has already delivered; only a later one means "now".
      if (called.signal.aborted && performance.now() - calledAt > 1000) process.exit(1);
      if (!called.signal.aborted) calledAt = performance.now();
      called.abort();
    });
  }
  if (process.env.npm_lifecycle_event) leaveWithParent();
}

/** npm killed hard tells nobody. */
async function leaveWithParent(): Promise<void> {
  const parent = process.ppid;
  while (process.ppid === parent) await sleep(1000, undefined, { ref: false });
  called.abort();
}

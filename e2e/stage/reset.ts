import { rm, stat } from 'node:fs/promises';
import { holderOf } from './lock.ts';
import { filesIn, readSettings } from './settings.ts';

const { dataDir } = readSettings();
const holder = await holderOf(filesIn(dataDir).lock);
if (holder) fail(`${dataDir} is in use by process ${holder}: stop it first.`);
// DATA_DIR may have been mistyped: only a folder that a stage has written is deleted.
const found = await stat(dataDir).catch(() => undefined);
const own = await stat(filesIn(dataDir).secret).catch(() =>
  stat(`${filesIn(dataDir).postgres}.password`).catch(() => undefined),
);
if (!found) {
  process.stdout.write(`Nothing to delete: ${dataDir} does not exist.\n`);
} else if (!own) {
  fail(`${dataDir} does not look like a data folder of Bookinda Desk; nothing was deleted.`);
} else {
  await rm(dataDir, { recursive: true, force: true });
  process.stdout.write(`Deleted ${dataDir}. The next start begins with fresh demo data.\n`);
}

function fail(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

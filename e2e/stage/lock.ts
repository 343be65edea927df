import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { commandOf } from '../../server/src/platform/embedded/postgres.ts';
import { Refusal } from './refusal.ts';

/** Holds `file` for this process until `release`; refuses while another living stage holds it. */
export async function takeLock(file: string, whileHeld: (pid: number) => string): Promise<() => Promise<void>> {
  await mkdir(dirname(file), { recursive: true });
  for (let tries = 0; tries < 3; tries++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await holderOf(file);
    if (holder) throw new Refusal(whileHeld(holder));
    await rm(file, { force: true });
  }
  throw new Refusal(`${file} cannot be taken: remove it if nothing runs.`);
}

/** The process that holds `file`; undefined when nobody does, or its holder was killed. */
export async function holderOf(file: string): Promise<number | undefined> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  // A number may be another program's by now.
  return pid && pid !== process.pid && (await commandOf(pid)).includes('stage') ? pid : undefined;
}

import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { promisify } from 'node:util';
import { Refusal } from './refusal.ts';

const run = promisify(execFile);

/** Path of libfaketime, which shifts the wall clock of a process and its children; as root on Debian and Ubuntu it is installed where missing. */
export async function findFaketime(say: (line: string) => void): Promise<string> {
  const found = installed();
  if (found) return found;
  if (process.getuid?.() === 0) {
    say('installing faketime');
    const options = ['-y', '-qq', '-o', 'DPkg::Lock::Timeout=300'];
    await run('apt-get', ['update', '-qq']).catch(() => undefined);
    await run('apt-get', ['install', ...options, 'faketime']).catch(() => undefined);
  }
  const brought = installed();
  if (!brought) throw new Refusal('libfaketime is missing: install the package "faketime" (Debian, Ubuntu).');
  return brought;
}

function installed(): string | undefined {
  return globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')[0];
}

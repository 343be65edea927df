import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { type Counts, one } from './counts.ts';
import { root } from './settings.ts';

const run = promisify(execFile);

/** Names that tell nobody what is inside. */
const empty = /^(utils?|helpers?|common|shared|misc|types|base|manager|index)\.[cm]?[jt]sx?$/;

/** Told apart by their folder on purpose: a verb table per area; the dictionaries of each bundle; what a tool demands. */
const repeated =
  /^(routes\.ts|words\.\w+\.ts|define\.ts|package\.json|tsconfig\.json|jest\.config\.js|playwright\.config\.ts|README\.md)$/;

/** A name stands once in a workspace, so that it can be typed into any "go to file". */
export async function checkFileNames(say: (line: string) => void): Promise<Counts> {
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard', '--deduplicate'], { cwd: root });
  const places = new Map<string, string[]>();
  const wrong: string[] = [];
  for (const file of stdout.trim().split('\n')) {
    const name = basename(file);
    if (empty.test(name)) wrong.push(`${file}: the name says nothing`);
    if (!repeated.test(name)) places.set(keyOf(file), [...(places.get(keyOf(file)) ?? []), file]);
  }
  for (const files of places.values()) if (files.length > 1) wrong.push(`${files.join(' and ')} bear the same name`);
  for (const line of wrong) say(line);
  return one(wrong.length === 0);
}

/** Tests have a house of their own, and so have embeds and console: neither imports from the other. */
function keyOf(file: string): string {
  const [workspace, , area = ''] = file.split('/');
  return `${workspace} ${['test', 'embed', 'console'].includes(area) ? area : ''} ${basename(file)}`;
}

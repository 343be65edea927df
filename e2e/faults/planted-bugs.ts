import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../stage/settings.ts';

/** A mistake for the audit to find, made in a built file. */
export interface PlantedBug {
  file: string;
  edits: [from: RegExp, to: string][];
}

export const plantedBugs = {
  /** A refused ticket takes a number with it. */
  numberBeforeVerdict: {
    file: 'support/tickets/opening.js',
    edits: [
      [/FROM refusal WHERE tenant_id = \$1 AND refusal\.answer IS NULL/, 'WHERE tenant_id = $$1'],
      [/FROM counted, start RETURNING id/, 'FROM counted, start, refusal WHERE refusal.answer IS NULL RETURNING id'],
    ],
  },
  /** Balances are read without waiting for who writes them. */
  redeemWithoutLock: { file: 'packages/ledger/session-move.js', edits: [[/FOR NO KEY UPDATE(?: OF s)?/g, '']] },
  /** A redemption forgets to move its service. */
  redeemWithoutService: {
    file: 'packages/ledger/session-move.js',
    edits: [[/SET used = s\.used \+ entry\.sessions, last_step = entry\.seq/, 'SET name = s.name']],
  },
  /** Verdicts about money, expiry and end are read without waiting for who changes them. */
  decideWithoutLock: { file: 'packages/sold/sold-package.js', edits: [[/FOR NO KEY UPDATE/g, '']] },
} satisfies Record<string, PlantedBug>;

/** A copy of the built server in `dir` with the mistake in it; gives its entry. */
export async function plant({ file, edits }: PlantedBug, dir: string): Promise<string> {
  const copy = join(dir, 'planted', 'server');
  await cp(join(root, 'server/dist'), join(copy, 'dist'), { recursive: true });
  await cp(join(root, 'server/package.json'), join(copy, 'package.json'));
  await symlink(join(root, 'node_modules'), join(dir, 'planted', 'node_modules'));
  const path = join(copy, 'dist', file);
  let text = await readFile(path, 'utf8');
  for (const [from, to] of edits) {
    if (text.search(from) === -1) throw new Error(`The bug cannot be planted: ${file} has no ${from}.`);
    text = text.replace(from, to);
  }
  await writeFile(path, text);
  return join(copy, 'dist/main.js');
}

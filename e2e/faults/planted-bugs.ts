import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../stage/settings.ts';

/** A mistake for the audit to find: in the built file, `from` becomes `to`. */
export interface PlantedBug {
  file: string;
  from: RegExp;
  to: string;
}

export const plantedBugs = {
  /** A refused ticket takes a number with it. */
  numberBeforeVerdict: {
    file: 'support/tickets/opening.js',
    from: /FROM refusal WHERE tenant_id = \$1 AND refusal\.answer IS NULL/,
    to: 'WHERE tenant_id = $1',
  },
  /** Balances are read without waiting for who writes them. */
  redeemWithoutLock: { file: 'packages/ledger/session-move.js', from: /FOR NO KEY UPDATE(?: OF s)?/g, to: '' },
} satisfies Record<string, PlantedBug>;

/** A copy of the built server in `dir` with the mistake in it; gives its entry. */
export async function plant({ file, from, to }: PlantedBug, dir: string): Promise<string> {
  const copy = join(dir, 'planted', 'server');
  await cp(join(root, 'server/dist'), join(copy, 'dist'), { recursive: true });
  await cp(join(root, 'server/package.json'), join(copy, 'package.json'));
  await symlink(join(root, 'node_modules'), join(dir, 'planted', 'node_modules'));
  const path = join(copy, 'dist', file);
  const text = await readFile(path, 'utf8');
  const planted = text.replace(from, to);
  if (planted === text) throw new Error(`The bug cannot be planted: ${file} has no ${from}.`);
  await writeFile(path, planted);
  return join(copy, 'dist/main.js');
}

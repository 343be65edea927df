import type { HistoryEntry } from '@bookinda/contracts/packages/package';
import { listHistory } from '@bookinda/contracts/packages/routes';
import { ask } from '../shell/here.js';

/** PK-16: the whole history of a package, oldest first, and its check code. */
export async function readHistory(id: string): Promise<{ entries: HistoryEntry[]; head: string }> {
  const entries: HistoryEntry[] = [];
  let after: string | undefined;
  let head = '';
  do {
    const page = await ask(listHistory, { limit: 100, ...(after ? { after } : {}) }, { params: { id } });
    entries.push(...page.items);
    head = page.head;
    after = page.next ?? undefined;
  } while (after);
  return { entries, head };
}

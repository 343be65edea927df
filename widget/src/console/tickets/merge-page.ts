import type { OwnTicketRow } from '@bookinda/contracts/support/ticket';

type Row = Pick<OwnTicketRow, 'id' | 'lastActivityAt'>;

/**
 * The list after its first page was read anew: the fresh page in its order, then what was already shown and is older than
 * it. A row that has left the filter disappears, one that moved up is not doubled, pages loaded by scrolling stay.
 */
export function mergeFirstPage<Item extends Row>(shown: Item[], fresh: Item[], hasMore: boolean): Item[] {
  const last = fresh.at(-1);
  if (!hasMore || !last) return fresh;
  const ids = new Set(fresh.map(({ id }) => id));
  return [...fresh, ...shown.filter(({ id, lastActivityAt }) => !ids.has(id) && lastActivityAt < last.lastActivityAt)];
}

import { listTickets } from '@bookinda/contracts/support/routes';
import type { TicketRow } from '@bookinda/contracts/support/ticket';
import { ask } from '../shell/here.js';
import { mergeFirstPage } from './merge-page.js';

export interface Filters {
  tab: 'open' | 'closed' | 'all';
  status: string;
  category: string;
  assignee: string;
  q: string;
}

export const noFilters: Filters = { tab: 'open', status: '', category: '', assignee: '', q: '' };

/** What the queue shows; it outlives the screen, so that one comes back to the same place. */
export interface Queue {
  tenant: string;
  filters: Filters;
  rows: TicketRow[] | null;
  next: string | null;
  at: string;
  scroll: number;
}

let queue: Queue | null = null;

export function queueOf(tenant: string): Queue {
  if (queue?.tenant !== tenant)
    queue = { tenant, filters: { ...noFilters }, rows: null, next: null, at: '', scroll: 0 };
  return queue;
}

function inputOf({ tab, ...rest }: Filters) {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
  return { ...given, ...(tab === 'all' ? {} : { tab }), limit: 50 };
}

/** Reads the first page; `keep` leaves the later pages in place. Tells the ids that are new on the list. */
export async function readFirst(into: Queue, keep: boolean, signal: AbortSignal): Promise<Set<string>> {
  const page = await ask(listTickets, inputOf(into.filters), { signal });
  const known = new Set(into.rows?.map(({ id }) => id));
  const fresh = keep && into.rows ? page.items.filter(({ id }) => !known.has(id)).map(({ id }) => id) : [];
  const more = into.rows && keep && into.rows.length > page.items.length;
  into.rows = keep && into.rows ? mergeFirstPage(into.rows, page.items, page.next !== null) : page.items;
  if (!more) into.next = page.next;
  return new Set(fresh);
}

export async function readMore(into: Queue, signal: AbortSignal): Promise<void> {
  if (!into.next) return;
  const page = await ask(listTickets, { ...inputOf(into.filters), after: into.next }, { signal });
  const known = new Set(into.rows?.map(({ id }) => id));
  into.rows = [...(into.rows ?? []), ...page.items.filter(({ id }) => !known.has(id))];
  into.next = page.next;
}

import { createHash } from 'node:crypto';
import type { Page } from '@bookinda/contracts/page';
import { Refusal } from './refusal.js';

/** How many rows a list gives when not told. */
export const defaultLimit = 50;

/**
 * A place in one list of one tenant: the sort key of the last row. Opaque to clients, useless elsewhere: it carries a
 * mark of list and tenant.
 */
export function cursorFor(list: string, tenantId: string, key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([markOf(list, tenantId), ...key])).toString('base64url');
}

/** The sort key in a cursor, or undefined at the start of the list. */
export function placeOf(
  list: string,
  tenantId: string,
  after: string | undefined,
  parts: number,
): string[] | undefined {
  if (after === undefined) return undefined;
  try {
    const [mark, ...key] = JSON.parse(Buffer.from(after, 'base64url').toString()) as unknown[];
    if (
      mark === markOf(list, tenantId) &&
      key.length === parts &&
      key.every((part) => ['string', 'number'].includes(typeof part))
    ) {
      return key.map(String);
    }
  } catch {
    // Not one of ours: refused below.
  }
  throw new Refusal('invalid-cursor', 'This cursor does not belong to this list.');
}

/** Cuts one row too many into a page: ask the database for `limit + 1`. */
export function pageOf<Item>(rows: Item[], limit: number, cursorOf: (last: Item) => string): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursorOf(last) : null };
}

function markOf(list: string, tenantId: string): string {
  return createHash('sha256').update(`${list}\0${tenantId}`).digest('base64url').slice(0, 11);
}

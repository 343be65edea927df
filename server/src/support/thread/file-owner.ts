import type { DeskCaller } from '../../identity/callers.js';

/** Whose uploads a desk caller may take into a message. */
export function fileOwnerOf(caller: DeskCaller): string {
  return caller.kind === 'staff' ? `staff:${caller.personId}` : `api-key:${caller.keyId}`;
}

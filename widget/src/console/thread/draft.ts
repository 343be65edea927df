import type { Session } from '@bookinda/contracts/identity/session';
import { forgetStored, readStored, store } from '../shell/device-storage.js';

const prefix = 'bookinda-desk:unsent:';
/** Before drafts had an owner they lay here. */
const ownerless = 'bookinda-desk:draft:';
const week = 7 * 86_400_000;

interface Draft {
  /** Milliseconds since 1970. */
  at: number;
  text: string;
}

/** Where a person's words about `what` (a ticket's id) at the session's tenant are kept. */
export function draftKeyOf({ person, tenant }: Session, what: string): string {
  return `${person.id}:${tenant.id}:${what}`;
}

/** Words not sent yet, kept on this device for a week; empty when there are none. */
export function readDraft(key: string): string {
  return read(readStored(prefix + key))?.text ?? '';
}

export function keepDraft(key: string, text: string): void {
  const draft: Draft = { at: Date.now(), text };
  store(prefix + key, text.trim() ? JSON.stringify(draft) : null);
}

/** Removes a person's drafts at sign-out, so that the next person at the computer does not find them. */
export function forgetDraftsOf(personId: string): void {
  forgetStored(`${prefix}${personId}:`);
  forgetStored(ownerless);
  forgetStored(prefix, (stored) => !read(stored));
}

function read(stored: string | null): Draft | undefined {
  try {
    const draft = JSON.parse(stored ?? '') as Draft;
    return Date.now() - draft.at < week ? draft : undefined;
  } catch {
    return undefined;
  }
}

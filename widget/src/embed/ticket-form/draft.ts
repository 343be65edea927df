import type { OpenTicket } from '@bookinda/contracts/support/open-ticket.dto';
import type { FormValue } from './check-value.js';

/** What a person wrote and has not sent, on this device only: no files, no token. */
export interface Draft {
  /** Milliseconds since 1970. */
  at: number;
  value: FormValue;
  /** The intent's idempotency key: the same after a reload, so that a retry never doubles a ticket. */
  key: string;
  /** The request as it went out, to repeat it to the byte; gone once the words change. */
  body?: OpenTicket;
  /** Send pressed without a network: goes out when it is back. */
  queued?: boolean;
}

const week = 7 * 86_400_000;

/** One draft per site key and person; `person` is empty for a visitor. Storage may be forbidden: then there is none. */
export class DraftShelf {
  private readonly name: string;

  constructor(siteKey: string, person: string) {
    this.name = `bookinda:draft:${siteKey}:${person}`;
  }

  read(): Draft | undefined {
    try {
      const draft: Draft = JSON.parse(localStorage.getItem(this.name)!);
      if (draft && Date.now() - draft.at < week) return draft;
      this.clear();
    } catch {
      // No storage, or another program's text under this name.
    }
    return undefined;
  }

  write(draft: Omit<Draft, 'at'>): void {
    try {
      localStorage.setItem(this.name, JSON.stringify({ at: Date.now(), ...draft }));
    } catch {
      // Full or forbidden: the form itself still holds the words.
    }
  }

  clear(): void {
    try {
      localStorage.removeItem(this.name);
    } catch {
      // Forbidden storage holds nothing to clear.
    }
  }
}

/** The subject of a customer token, so that two people at one browser do not meet each other's drafts. */
export function personOf(token: string | undefined): string {
  try {
    return token ? String(JSON.parse(atob(token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'))).sub) : '';
  } catch {
    return '?';
  }
}

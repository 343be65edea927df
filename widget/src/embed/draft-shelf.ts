const week = 7 * 86_400_000;

/**
 * What somebody wrote and has not sent, for a week, on this device. One place per site key and `person`, which is empty for a
 * visitor. Storage may be forbidden: then nothing is kept.
 */
export class DraftShelf<Draft extends { at: number }> {
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

/** Takes what was kept for a customer off this device, in forms and in questions about packages. */
export function forgetDrafts(siteKey: string, person: string): void {
  const name = `bookinda:draft:${siteKey}:${person}`;
  try {
    for (const kept of Object.keys(localStorage))
      if (person && (kept === name || kept.startsWith(`${name}:`))) localStorage.removeItem(kept);
  } catch {
    // Forbidden storage holds nothing.
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

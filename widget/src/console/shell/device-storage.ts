/** What this browser keeps, by name. Storage may be forbidden or full: then nothing is kept, and nothing fails. */
export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Null takes it away. */
export function store(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // The page itself still holds what it shows.
  }
}

/** Takes away what is stored under names that begin with `prefix` and of which `over` says that it has to go. */
export function forgetStored(prefix: string, over: (value: string) => boolean = () => true): void {
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(prefix) && over(readStored(name) ?? '')) store(name, null);
  } catch {
    // Forbidden storage holds nothing.
  }
}

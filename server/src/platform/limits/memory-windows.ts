export interface Window {
  name: string;
  who: string;
  startsAt: number;
  endsAt: number;
  /** Hits of every instance, as the table last said. */
  known: number;
  /** Our own since. */
  unsent: number;
}

/** So many windows are kept; about 25 MB. */
const atMost = 50_000;

/**
 * Fixed windows in bounded memory. They lie in one map per moment at which they end, and there are few such moments: what has
 * ended is dropped map by map, and nothing walks all windows. Where there are too many, the oldest of those that end first go.
 */
export class MemoryWindows {
  private readonly byEnd = new Map<number, Map<string, Window>>();
  private readonly waiting = new Set<Window>();
  private count = 0;

  constructor(private readonly most = atMost) {}

  get size(): number {
    return this.count;
  }

  find(name: string, who: string, seconds: number, now: number): Window | undefined {
    return this.byEnd.get(endOf(seconds, now))?.get(keyOf(name, who, seconds));
  }

  /** Counts a hit. The window waits to be sent from its `sendFrom`th hit on. */
  hit(name: string, who: string, seconds: number, now: number, sendFrom: number): void {
    const endsAt = endOf(seconds, now);
    const key = keyOf(name, who, seconds);
    const window = this.byEnd.get(endsAt)?.get(key) ?? this.add(key, name, who, endsAt - seconds * 1_000, endsAt);
    window.unsent += 1;
    if (window.known + window.unsent >= sendFrom) this.waiting.add(window);
  }

  /** Takes up to `most` of the windows that wait to be sent. */
  unsent(most: number): Window[] {
    const taken: Window[] = [];
    for (const window of this.waiting) {
      if (taken.length === most) break;
      taken.push(window);
      this.waiting.delete(window);
    }
    return taken;
  }

  /** Puts one back that could not be sent. */
  sendLater(window: Window): void {
    this.waiting.add(window);
  }

  forgetEnded(now: number): void {
    for (const [endsAt, windows] of this.byEnd) {
      if (endsAt > now) continue;
      this.byEnd.delete(endsAt);
      this.count -= windows.size;
    }
    for (const window of this.waiting) if (window.endsAt <= now) this.waiting.delete(window);
  }

  private add(key: string, name: string, who: string, startsAt: number, endsAt: number): Window {
    if (this.count >= this.most) this.evict();
    const window = { name, who, startsAt, endsAt, known: 0, unsent: 0 };
    const windows = this.byEnd.get(endsAt);
    if (windows) windows.set(key, window);
    else this.byEnd.set(endsAt, new Map([[key, window]]));
    this.count += 1;
    return window;
  }

  private evict(): void {
    const first = Math.min(...this.byEnd.keys());
    const windows = this.byEnd.get(first);
    const [key, window] = windows?.entries().next().value ?? [];
    if (!windows || key === undefined || !window) return;
    windows.delete(key);
    this.waiting.delete(window);
    this.count -= 1;
    if (windows.size === 0) this.byEnd.delete(first);
  }
}

function endOf(seconds: number, now: number): number {
  return (Math.floor(now / (seconds * 1_000)) + 1) * seconds * 1_000;
}

function keyOf(name: string, who: string, seconds: number): string {
  return `${name}\0${seconds}\0${who}`;
}

/** Remembers names for a while, at most so many: the oldest go first. */
export class LatelySeen {
  private readonly until = new Map<string, number>();

  constructor(
    private readonly forMs: number,
    private readonly most: number,
  ) {}

  get size(): number {
    return this.until.size;
  }

  has(name: string): boolean {
    const until = this.until.get(name);
    if (until === undefined) return false;
    if (until > Date.now()) return true;
    this.until.delete(name);
    return false;
  }

  add(name: string): void {
    this.until.delete(name);
    const oldest = this.until.size >= this.most ? this.until.keys().next().value : undefined;
    if (oldest !== undefined) this.until.delete(oldest);
    this.until.set(name, Date.now() + this.forMs);
  }

  delete(name: string): void {
    this.until.delete(name);
  }
}

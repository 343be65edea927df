// PK-05…PK-16 once more, written from the rules and not from the server: what a package is, what it refuses and with which
// code. Replay tests let both decide and compare.

/** A step as a history has it; `undoes` is the number of the step that it takes back. Money in minor units. */
export type RuledStep =
  | { kind: 'redemption' | 'correction'; service: number; sessions: number; reason?: string }
  | { kind: 'reversal'; service: number; sessions: number; undoes: number }
  | { kind: 'payment' | 'refund'; amount: number }
  | { kind: 'payment-reversal'; amount: number; undoes: number }
  | { kind: 'expiry-changed'; from: string | null; to: string | null; reason?: string }
  | { kind: 'cancelled'; from: string; to: 'cancelled'; reason: 'other' };

/** What somebody wants of a package, allowed or not. */
export type Wish =
  | { want: 'redeem'; service: number; sessions: number }
  | { want: 'correct'; service: number; sessions: 1 | -1; reason?: string }
  | { want: 'undo' | 'reverse-payment'; step: number }
  | { want: 'pay' | 'refund'; amount: number }
  | { want: 'pay-rest' | 'cancel' }
  | { want: 'expire'; on: string | null; reason?: string };

export type Verdict = { code: string } | { step: RuledStep } | 'same';

/** One package and its life so far. `steps[n - 1]` is the step of number n. */
export class RuledPackage {
  readonly steps: RuledStep[] = [];
  private readonly undone = new Set<number>();
  readonly used: number[];
  paid = 0;
  cancelled = false;

  constructor(
    readonly price: number,
    readonly totals: number[],
    public expiresOn: string | null,
  ) {
    this.used = totals.map(() => 0);
  }

  get remaining(): number {
    return this.totals.reduce((left, total, n) => left + total - (this.used[n] ?? 0), 0);
  }

  statusOn(today: string): 'active' | 'expired' | 'fully-used' | 'cancelled' {
    if (this.cancelled) return 'cancelled';
    if (this.remaining === 0) return 'fully-used';
    return this.expiresOn !== null && this.expiresOn < today ? 'expired' : 'active';
  }

  get badge(): 'paid' | 'partial' | 'unpaid' {
    return this.paid === this.price ? 'paid' : this.paid > 0 ? 'partial' : 'unpaid';
  }

  /** Decides, and takes the step where it may be taken. */
  ask(wish: Wish, today: string): Verdict {
    const verdict = this.verdict(wish, today);
    if (verdict !== 'same' && 'step' in verdict) this.take(verdict.step);
    return verdict;
  }

  private verdict(wish: Wish, today: string): Verdict {
    if (this.cancelled && wish.want !== 'refund') return { code: 'package-cancelled' };
    const status = this.statusOn(today);
    const due = this.price - this.paid;
    switch (wish.want) {
      case 'redeem': {
        const { service, sessions } = wish;
        if (status === 'fully-used') return { code: 'nothing-left' };
        if (status === 'expired') return { code: 'package-expired' };
        if (!this.fits(service, sessions)) return { code: 'nothing-left' };
        return { step: { kind: 'redemption', service, sessions } };
      }
      case 'correct': {
        const { service, sessions, reason } = wish;
        if (status === 'expired') return { code: 'package-expired' };
        if (!this.fits(service, sessions)) return { code: 'out-of-bounds' };
        return { step: { kind: 'correction', service, sessions, ...(reason ? { reason } : {}) } };
      }
      case 'undo': {
        const step = this.steps[wish.step - 1];
        if (step?.kind !== 'redemption') return { code: 'not-found' };
        if (this.undone.has(wish.step)) return { code: 'already-reversed' };
        if (!this.fits(step.service, -step.sessions)) return { code: 'out-of-bounds' };
        return { step: { kind: 'reversal', service: step.service, sessions: -step.sessions, undoes: wish.step } };
      }
      case 'pay':
      case 'pay-rest': {
        const amount = wish.want === 'pay' ? wish.amount : due;
        return amount > due || amount === 0 ? { code: 'over-payment' } : { step: { kind: 'payment', amount } };
      }
      case 'refund':
        return wish.amount > this.paid ? { code: 'out-of-bounds' } : { step: { kind: 'refund', amount: -wish.amount } };
      case 'reverse-payment': {
        const step = this.steps[wish.step - 1];
        if (step?.kind !== 'payment') return { code: 'not-found' };
        if (this.undone.has(wish.step)) return { code: 'already-reversed' };
        if (step.amount > this.paid) return { code: 'out-of-bounds' };
        return { step: { kind: 'payment-reversal', amount: -step.amount, undoes: wish.step } };
      }
      case 'expire': {
        const { on, reason } = wish;
        if (on !== null && on < today) return { code: 'invalid-input' };
        if (on === this.expiresOn) return 'same';
        if (status === 'expired' && !reason) return { code: 'invalid-input' };
        return { step: { kind: 'expiry-changed', from: this.expiresOn, to: on, ...(reason ? { reason } : {}) } };
      }
      case 'cancel':
        return { step: { kind: 'cancelled', from: status, to: 'cancelled', reason: 'other' } };
    }
  }

  private fits(service: number, sessions: number): boolean {
    const used = (this.used[service] ?? 0) + sessions;
    return used >= 0 && used <= (this.totals[service] ?? 0);
  }

  private take(step: RuledStep): void {
    this.steps.push(step);
    if ('undoes' in step) this.undone.add(step.undoes);
    if ('sessions' in step) this.used[step.service] = (this.used[step.service] ?? 0) + step.sessions;
    if ('amount' in step) this.paid += step.amount;
    if (step.kind === 'expiry-changed') this.expiresOn = step.to;
    if (step.kind === 'cancelled') this.cancelled = true;
  }
}

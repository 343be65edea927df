import { serviceWorths } from '@bookinda/contracts/packages/package-worth';
import type { LocalDate } from '@bookinda/contracts/values';
import { Temporal } from 'temporal-polyfill';
import type { TimedPackage, TimedStep } from './random-sales.js';

// PK-18 as an accountant would count it who has every package's life and none of the server's SQL: step by step, session by
// session, with a day's end wherever one passes a package's last valid day.

export interface Counted {
  value: number;
  sessions: number;
}
export type CountedMove = 'sold' | 'redeemed' | 'refunded' | 'expired';
/** By month, `2026-01`. */
export type Books = Record<string, Record<CountedMove, Counted>>;

/** What one session costs: whole forints, the last one takes the rest. */
function valueOfSession(worth: number, total: number, n: number): number {
  const upto = (sessions: number) =>
    sessions === total ? worth : Math.floor((worth * sessions) / (total * 100)) * 100;
  return upto(n) - upto(n - 1);
}

/** A package while its life is told. */
class Account {
  readonly used: number[];
  readonly worths: number[];
  expiresOn: LocalDate | null;
  over = false;
  cancelled = false;

  constructor(private readonly of: TimedPackage) {
    this.used = of.services.map(() => 0);
    this.worths = serviceWorths(of.price, of.services, of.currency);
    this.expiresOn = of.expiresOn;
  }

  /** What is left of it, whoever it belongs to. */
  get left(): Counted {
    const services = this.of.services.flatMap(({ total }, s) =>
      Array.from({ length: total - this.used[s]! }, (_, n) =>
        valueOfSession(this.worths[s]!, total, this.used[s]! + n + 1),
      ),
    );
    return { value: services.reduce((sum, value) => sum + value, 0), sessions: services.length };
  }

  get owed(): Counted {
    return this.cancelled || this.over ? { value: 0, sessions: 0 } : this.left;
  }
}

const none = () => ({ value: 0, sessions: 0 });
const noMoves = () => ({ sold: none(), redeemed: none(), refunded: none(), expired: none() });

/** Writes the package's life into the books. Gives what is still owed on `today`. */
export function tell(books: Books, sold: TimedPackage, today: LocalDate, timeZone: string): Counted {
  const account = new Account(sold);
  const book = (month: string, move: CountedMove, { value, sessions }: Counted, sign = 1) => {
    const moves = books[month] ?? noMoves();
    books[month] = moves;
    moves[move].value += sign * value;
    moves[move].sessions += sign * sessions;
  };
  const passDays = (now: LocalDate) => {
    const { expiresOn } = account;
    if (account.cancelled || account.over || expiresOn === null || expiresOn >= now) return;
    const next = Temporal.PlainDate.from(expiresOn).add({ days: 1 }).toString();
    book(next.slice(0, 7), 'expired', account.left);
    account.over = true;
  };
  const arrival = sold.transferredFrom === null;
  book(sold.purchasedOn.slice(0, 7), arrival ? 'sold' : 'redeemed', account.left, arrival ? 1 : -1);
  for (const step of sold.steps) {
    const now = Temporal.Instant.fromEpochMilliseconds(step.at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
    passDays(now);
    take(account, step, now, (move, counted, sign) => book(now.slice(0, 7), move, counted, sign));
  }
  passDays(today);
  return account.owed;
}

type Book = (move: CountedMove, counted: Counted, sign?: number) => void;

function take(account: Account, step: TimedStep, now: LocalDate, book: Book): void {
  if (step.kind === 'cancelled') {
    book('refunded', account.owed);
    account.cancelled = true;
  } else if ('sessions' in step) {
    const before = account.left;
    account.used[step.service]! += step.sessions;
    const { value, sessions } = account.left;
    const moved = { value: before.value - value, sessions: before.sessions - sessions };
    book('redeemed', moved);
    // What is used or comes back when nothing is owed any more changes what was lost.
    if (account.over) book('expired', moved, -1);
  } else if ('to' in step) {
    account.expiresOn = step.to;
    if (!account.over || (step.to !== null && step.to < now)) return;
    book('expired', account.left, -1);
    account.over = false;
  }
}

import type { FieldError, Problem, ProblemCode } from '@bookinda/contracts/problem';

/** A call that got no good answer. Decide by `code`; `network` means that no answer came at all. */
export class ProblemError extends Error {
  readonly code: ProblemCode | 'network';
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** Wrong fields, `path` dotted. Empty when the problem is not about fields. */
  readonly errors: FieldError[];
  /** Seconds the server asked to wait; undefined when it did not say. */
  readonly retryAfter: number | undefined;
  /** The whole answer, for codes that carry facts of their own (`newer-activity`). */
  readonly problem: Partial<Problem>;

  constructor(status: number, problem: Partial<Problem> = {}, retryAfter?: number) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.code =
      problem.code ??
      (status ? (status === 429 ? 'too-many' : status > 500 ? 'unavailable' : 'unexpected') : 'network');
    this.status = status;
    this.errors = problem.errors ?? [];
    this.retryAfter = retryAfter;
    this.problem = problem;
  }

  /** True when the same request may succeed later: no answer, too many, still in progress, the server's fault. */
  get retryable(): boolean {
    return !this.status || this.status === 429 || this.status >= 500 || this.code === 'in-progress';
  }
}

/** What needed the password again was given up in its dialog: nothing happened, and there is nothing to say about it. */
export class ProofCancelled extends ProblemError {}

/** `Retry-After` in seconds, from seconds or an HTTP date; undefined when absent or unreadable. */
export function retryAfterOf(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? (Date.parse(header) - Date.now()) / 1000 : seconds;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

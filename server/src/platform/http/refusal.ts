import { type FieldError, type ProblemCode, problems } from '@bookinda/contracts/problem';

/** An expected "no": becomes a problem answer, never a log line at error level. */
export class Refusal extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    /** For a person; may be left out where the code says it all. */
    readonly detail?: string,
    readonly facts: { errors?: FieldError[]; retryAfter?: number } & Record<string, unknown> = {},
  ) {
    super(detail ?? code);
    this.status = problems[code];
  }

  /** One wrong field. */
  static field(path: string, code: string, message: string): Refusal {
    return new Refusal('invalid-input', message, { errors: [{ path, code, message }] });
  }
}

/** Someone else's thing and no thing at all look the same (404). */
export function found<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw new Refusal('not-found');
  return thing;
}

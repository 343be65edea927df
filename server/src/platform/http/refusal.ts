import { type FieldError, type ProblemCode, problems } from '@bookinda/contracts/problem';

/** How many wrong fields one answer names, and how much of a name or a sentence it repeats. */
const mostErrors = 20;
const mostCharacters = 200;

/** An expected "no": becomes a problem answer, never a log line at error level. */
export class Refusal extends Error {
  readonly status: number;
  /** At most 20 `errors`, none of which repeats a long name: an answer is never much larger than its request. */
  readonly facts: { errors?: FieldError[]; retryAfter?: number } & Record<string, unknown>;

  constructor(
    readonly code: ProblemCode,
    /** For a person; may be left out where the code says it all. */
    readonly detail?: string,
    facts: { errors?: FieldError[]; retryAfter?: number } & Record<string, unknown> = {},
  ) {
    super(detail ?? code);
    this.status = problems[code];
    this.facts = facts.errors ? { ...facts, errors: facts.errors.slice(0, mostErrors).map(cut) } : facts;
  }

  /** One wrong field. */
  static field(path: string, code: string, message: string): Refusal {
    return new Refusal('invalid-input', message, { errors: [{ path, code, message }] });
  }

  /** Does what a field of the input asks for; fields that it refuses are named below that one. */
  static below<T>(field: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal) || !error.facts.errors) throw error;
      const errors = error.facts.errors.map((wrong) => ({ ...wrong, path: `${field}.${wrong.path}` }));
      throw new Refusal(error.code, error.detail, { ...error.facts, errors });
    }
  }
}

/** Someone else's thing and no thing at all look the same (404). */
export function found<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw new Refusal('not-found');
  return thing;
}

function cut({ path, code, message }: FieldError): FieldError {
  return { path: beginning(path), code, message: beginning(message) };
}

function beginning(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters).toWellFormed()}…`;
}

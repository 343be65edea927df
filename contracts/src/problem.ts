/** An error answer, `application/problem+json` (RFC 9457). `code` is stable; clients decide by it, never by text. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: ProblemCode;
  /** One row per wrong field; `path` is dotted, `services.0.sessions`. */
  errors?: FieldError[];
  /** Facts that belong to one code: `newer-activity` carries the messages, `already-open` the `ticket`, `paid-value-used-up` what is `due` first, `redeemed-just-now` who (`by`) and how many `seconds` ago, `too-many` the seconds to wait. */
  [extra: string]: unknown;
}

export interface FieldError {
  path: string;
  code: string;
  message: string;
}

/** Every code the product answers with, and the HTTP status it always has. */
export const problems = {
  'bad-request': 400,
  'invalid-input': 400,
  'invalid-cursor': 400,
  'sign-in-required': 401,
  'wrong-credentials': 401,
  'code-required': 401,
  'wrong-code': 401,
  'key-unknown': 401,
  'token-invalid': 401,
  'token-expired': 401,
  'not-allowed': 403,
  'password-required': 403,
  'origin-not-allowed': 403,
  'csrf-missing': 403,
  'proof-required': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-slow': 408,
  'in-progress': 409,
  'tenant-switched': 409,
  'nothing-left': 409,
  'redeemed-just-now': 409,
  'package-expired': 409,
  'paid-value-used-up': 409,
  'package-cancelled': 409,
  'package-frozen': 409,
  'sent-before': 409,
  'already-reversed': 409,
  'already-open': 409,
  'already-settled': 409,
  'out-of-bounds': 409,
  'over-payment': 409,
  'ticket-closed': 409,
  'move-refused': 409,
  'locked-by-other': 409,
  'newer-activity': 409,
  'address-taken': 409,
  'link-used': 410,
  'link-ended': 410,
  'too-large': 413,
  'unsupported-type': 415,
  'file-too-complex': 422,
  'idempotency-mismatch': 422,
  'key-missing': 400,
  'too-many': 429,
  'upload-quota': 429,
  unexpected: 500,
  unavailable: 503,
  'took-too-long': 503,
  'storage-full': 507,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof problems;

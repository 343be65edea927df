import { type InputOf, type OutputOf, pathOf, type Route } from '@bookinda/contracts/route';
import { ProblemError, retryAfterOf } from './problem-error.js';

export { ProblemError };

/** Who calls, and where. */
export interface Caller {
  /** Origin of the API without a trailing slash; empty = this page's own. */
  api?: string;
  /** Asked before every try, so that a renewed token is used. */
  headers?: () => Record<string, string> | Promise<Record<string, string>>;
  /** Default `omit`: embeds send no cookies. */
  credentials?: RequestCredentials;
  /** Asked once per call when the answer is 401; true repeats the call with fresh headers. */
  renew?: (problem: ProblemError) => boolean | Promise<boolean>;
}

export interface CallOptions {
  /** Fills the `{names}` of the route's path. */
  params?: Record<string, string>;
  /** For a POST: made fresh for each call when left out, and the same over its retries. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** Told before each wait: the problem, which try comes next (2…5), and in how many milliseconds. */
  onRetry?: (problem: ProblemError, nextTry: number, waitMs: number) => void;
  /** Tries after the first, default 4. */
  retries?: number;
}

/**
 * One request through a route. A GET's input becomes its query, any other input its JSON body; a FormData goes as it is.
 * Gives the typed answer (null for 204, a Blob when it is no JSON). Throws ProblemError; an abort throws its signal's reason.
 * No answer, 429, 409 `in-progress` and 5xx are tried again, waiting what `Retry-After` says or doubling from half a second, with jitter.
 */
export type Call = <R extends Route>(
  route: R,
  input?: InputOf<R> | FormData,
  options?: CallOptions,
) => Promise<OutputOf<R>>;

/** `const call = callerOf({ api, headers: () => ({ … }) }); await call(readTicket, undefined, { params: { id } })` */
export function callerOf(caller: Caller): Call {
  return async (route, input, options = {}) => {
    const own = route.method === 'POST' ? { 'idempotency-key': options.idempotencyKey ?? newKey() } : undefined;
    let renewed = false;
    for (let tried = 1; ; tried++) {
      try {
        return await once(caller, route, input, options, own);
      } catch (error) {
        options.signal?.throwIfAborted();
        const problem = error instanceof ProblemError ? error : new ProblemError(0, { detail: String(error) });
        if (problem.status === 401 && !renewed) {
          renewed = !!(await caller.renew?.(problem));
          if (renewed) continue;
        }
        const wait = (problem.retryAfter ?? 2 ** tried / 4) * (1000 + 250 * Math.random());
        // Waiting longer than a minute is the person's decision, and without a network only `online` helps.
        if (!problem.retryable || tried > (options.retries ?? 4) || wait > 75_000 || !navigator.onLine) throw problem;
        options.onRetry?.(problem, tried + 1, wait);
        await pause(wait, options.signal);
      }
    }
  };
}

async function once(caller: Caller, route: Route, input: unknown, options: CallOptions, own?: Record<string, string>) {
  const query = route.method === 'GET' ? queryOf(input) : '';
  const json = input !== undefined && !(input instanceof FormData) && route.method !== 'GET';
  const answer = await fetch((caller.api ?? '') + pathOf(route, options.params) + query, {
    method: route.method,
    credentials: caller.credentials ?? 'omit',
    signal: options.signal,
    headers: {
      accept: 'application/json',
      ...(json && { 'content-type': 'application/json' }),
      ...own,
      ...(await caller.headers?.()),
      ...options.headers,
    },
    body: json ? JSON.stringify(input) : input instanceof FormData ? input : undefined,
  });
  const isJson = answer.headers.get('content-type')?.includes('json');
  if (!answer.ok) {
    throw new ProblemError(
      answer.status,
      isJson ? await answer.json().catch(() => ({})) : {},
      retryAfterOf(answer.headers.get('retry-after')),
    );
  }
  return answer.status === 204 ? null : isJson ? answer.json() : answer.blob();
}

function queryOf(input: unknown): string {
  const filled = Object.entries((input ?? {}) as Record<string, unknown>).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return filled.length ? `?${new URLSearchParams(filled.map(([name, value]) => [name, String(value)]))}` : '';
}

/** 128 random bits as hex. `crypto.randomUUID` is missing on plain http pages, where embeds must work too. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Resolves after `ms`; rejects with the signal's reason when aborted before. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      fail(signal.reason);
    });
  });
}

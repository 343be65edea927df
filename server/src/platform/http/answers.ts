import type { SecurityEventKind } from '@bookinda/contracts/identity/session';
import type { Route } from '@bookinda/contracts/route';
import { applyDecorators, Header, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { bodyLimitOf, inputAmong } from './body-limit.js';

/**
 * Who may call a use case, as data. `identity/callers.ts` has the words (`staff('OWNER')`, `visitors`, …), its guard the
 * meaning. A route without a rule does not start, see doors.ts.
 */
export interface CallerRule {
  readonly kinds: readonly string[];
  /** Members' roles; empty = every role. */
  readonly roles?: readonly string[];
  /** The scope an API key needs; without one, API keys are not admitted. */
  readonly scope?: string;
}

export interface AnswerRules {
  to: CallerRule;
  /** `required`: 400 `key-missing` without an Idempotency-Key. `optional`: honoured when sent. Default none. */
  retry?: 'required' | 'optional';
  /** Body fields that two tries of the same intent may differ in. */
  retryIgnores?: readonly string[];
  /** The handler gives JSON as text, straight from the database. */
  jsonText?: boolean;
  /** Media type of a success that is no JSON; for the API document, the handler sets the header itself. */
  media?: string;
  /** HTTP status of a success; default 200. */
  status?: number;
  /**
   * For hot verbs: a member or integration seen in the last seconds is not looked up first; the handler's first statement
   * proves him in its own transaction (Scope.proof). Only where every answer of the handler comes from a statement or
   * transaction whose scope is the caller itself.
   */
  provenByItsStatement?: boolean;
  /** About the person and not a tenant: answered whatever tenant the request names. Default false: another than the session's is 409. */
  anyTenant?: boolean;
  /** A member must have proved the password (and a code, where one is set) within the last ten minutes: else 403 `password-required`. */
  stepUp?: boolean;
  /** A success is written into the security record as this; `about` is the operation's verb. */
  securityEvent?: SecurityEventKind;
  /**
   * At most so many calls per window and caller (for strangers: per network), counted before the input is looked at. Routes
   * for strangers and lists need one, see doors.ts; others default to `usualLimits` of the guard.
   */
  limit?: { calls: number; seconds: number };
  /** The largest body in bytes; default what the input can hold, see body-limit.ts. Files have limits of their own. */
  bodyBytes?: number;
}

/** Lists: more than a person or an integration needs, and too few to keep the database busy. */
export const listLimit = { calls: 600, seconds: 60 } as const;

/** What anybody may read and what costs next to nothing, probes included: 20 a second. */
export const publicLimit = { calls: 1_200, seconds: 60 } as const;

/** What the HTTP engine must know of a route before a handler is found for it. */
export interface EngineRouteConfig {
  bodyLimit?: number;
}

/** What a handler declared: read by the guard, the input pipe, the API document and the wall tests. */
export interface Declared {
  route: Route;
  rules: AnswerRules;
}

export const declaredKey = 'bookinda:answers';

/** Binds a use case's handler to its route: `@Answers(redeemSession, { to: staff(), retry: 'required' })`. */
export function Answers(route: Route<never, never> | Route, rules: AnswerRules): MethodDecorator {
  const path = route.path.replace(/\{(\w+)\}/g, ':$1');
  return applyDecorators(
    RequestMapping({ path, method: RequestMethod[route.method] }),
    HttpCode(rules.status ?? 200),
    ...(rules.jsonText ? [Header('content-type', 'application/json; charset=utf-8')] : []),
    SetMetadata(declaredKey, { route, rules } satisfies Declared),
    limitBody(rules),
  );
}

function limitBody({ bodyBytes }: AnswerRules): MethodDecorator {
  return (prototype, name, descriptor) => {
    const types = (Reflect.getMetadata('design:paramtypes', prototype, name) ?? []) as unknown[];
    const bodyLimit = bodyBytes ?? bodyLimitOf(inputAmong(types));
    RouteConfig({ bodyLimit } satisfies EngineRouteConfig)(prototype, name, descriptor);
  };
}

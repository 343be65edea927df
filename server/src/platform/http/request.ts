import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Declared } from './answers.js';
import type { RetryKey } from './idempotency.js';
import { Refusal } from './refusal.js';

/** What travels with a request beside Fastify's own. */
export interface DeskRequest extends FastifyRequest {
  /** Set by the guard: one of identity's callers. */
  caller?: unknown;
  /** Set by the guard. */
  declared?: Declared;
  /** Set where the handler asks for it. */
  retry?: RetryKey | null;
  /** Set by a handler whose answer holds nothing of what its `securityEvent` is about: then none is recorded. */
  nothingToRecord?: boolean;
}

/** Who calls: the guard has admitted one of the kinds the rule names. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext) => requestOf(context).caller);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id of the path. What is no uuid cannot exist: 404, as for anybody else's. */
export const Id = createParamDecorator((name: string, context: ExecutionContext): string => {
  const value = (requestOf(context).params as Record<string, string>)[name] ?? '';
  if (!uuid.test(value)) throw new Refusal('not-found');
  return value.toLowerCase();
});

export function requestOf(context: ExecutionContext): DeskRequest {
  return context.switchToHttp().getRequest<DeskRequest>();
}

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requestOf } from '../platform/http/request.js';
import { networksOf } from '../platform/limits/network.js';

/** Where a request came from, as the security record keeps it. */
export interface RequestSource {
  /** An IPv4 address, or the /64 of an IPv6 one. */
  network: string;
  /** The `User-Agent`, at most 300 characters. */
  agent: string;
}

/** Network and browser of the request. */
export const Source = createParamDecorator(
  (_: unknown, context: ExecutionContext): RequestSource => sourceOf(requestOf(context)),
);

export function sourceOf(request: FastifyRequest): RequestSource {
  return { network: networksOf(request.ip)[0].name, agent: agentOf(request) };
}

/** Browser and system as it calls itself, cut to what the tables hold. */
export function agentOf({ headers }: FastifyRequest): string {
  return (headers['user-agent'] ?? '').toWellFormed().replaceAll('\0', '').slice(0, 300).toWellFormed();
}

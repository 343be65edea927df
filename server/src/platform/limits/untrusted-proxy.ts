import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/**
 * Writes one warning, at the first request that a proxy passed on while no proxy is trusted: every limit would then be one
 * limit for everybody behind that proxy.
 */
export function warnOfUntrustedProxy(fastify: FastifyInstance, trusted: string | undefined): void {
  if (trusted) return;
  let warned = false;
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!warned && request.headers['x-forwarded-for'] !== undefined) {
      warned = true;
      new Logger('limits').warn(
        `A request from ${request.socket.remoteAddress} carries X-Forwarded-For, and TRUST_PROXY is not set. If that is your balancer, ` +
          'set TRUST_PROXY to its address: until then all visitors behind it share every limit.',
      );
    }
    done();
  });
}

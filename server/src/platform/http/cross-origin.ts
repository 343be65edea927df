import type { FastifyInstance } from 'fastify';

/**
 * CORS for `/v1/embed/*` and `/embed/*`: any origin may ask, because the publishable key's own list decides who is
 * answered; no cookie is ever accepted there. Everything else is same-origin.
 */
export function allowEmbeds(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/v1/embed/') && !request.url.startsWith('/embed/')) return;
    reply.header('access-control-allow-origin', request.headers.origin ?? '*');
    reply.header('vary', 'origin');
    reply.header('cross-origin-resource-policy', 'cross-origin');
    reply.header('access-control-expose-headers', 'retry-after, idempotent-replayed, x-request-id');
    if (request.method !== 'OPTIONS') return;
    reply.header('access-control-allow-methods', 'GET, POST');
    reply.header(
      'access-control-allow-headers',
      'authorization, content-type, idempotency-key, x-customer-token, x-proof, last-event-id',
    );
    reply.header('access-control-max-age', '7200');
    return reply.status(204).send();
  });
}

import type { FastifyInstance } from 'fastify';

/** What the elements send. */
const own = ['authorization', 'content-type', 'idempotency-key', 'x-customer-token', 'x-proof', 'last-event-id'];
/**
 * What means something to us or to a proxy in front of us and comes from no foreign page: the console's proofs, and who
 * a request came from.
 */
const reserved =
  /^(x-csrf-token|x-tenant-id|x-forwarded-.*|forwarded|via|x-real-ip|x-client-ip|x-original-.*|x-rewrite-.*|x-http-method.*|x-request-id)$/;
const fieldName = /^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
const mostNames = 50;

/**
 * CORS for `/v1/embed/*` and `/embed/*`: any origin may ask, because the publishable key's own list decides who is
 * answered; no cookie is ever accepted there. Everything else is same-origin. A page's monitoring adds headers of its own to
 * every request (`traceparent`, `sentry-trace`, `x-datadog-…`): a preflight that refused one would take the elements down.
 */
export function allowEmbeds(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/v1/embed/') && !request.url.startsWith('/embed/')) return;
    reply.header('access-control-allow-origin', request.headers.origin ?? '*');
    reply.header('vary', 'origin');
    reply.header('cross-origin-resource-policy', 'cross-origin');
    reply.header('access-control-expose-headers', 'retry-after, idempotent-replayed, x-request-id');
    if (request.method !== 'OPTIONS') return;
    reply.header('vary', 'origin, access-control-request-headers');
    reply.header('access-control-allow-methods', 'GET, POST');
    reply.header(
      'access-control-allow-headers',
      allowedHeaders(request.headers['access-control-request-headers']).join(', '),
    );
    reply.header('access-control-max-age', '7200');
    return reply.status(204).send();
  });
}

/** Ours, and whatever harmless ones are asked for. */
function allowedHeaders(asked: string | undefined): string[] {
  const names = (asked ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => fieldName.test(name) && !reserved.test(name));
  return [...new Set([...own, ...names.slice(0, mostNames)])];
}

import { limits } from '@bookinda/contracts/limits';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Config } from './platform/config.js';
import { allowEmbeds } from './platform/http/cross-origin.js';
import { servePages } from './platform/http/pages.js';
import type { DeskRequest } from './platform/http/request.js';

/** The HTTP engine, the same for main and for tests. */
export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    trustProxy: process.env.TRUST_PROXY ?? false,
    genReqId: () => uuidv7(),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    logger: false,
  });
}

/** What main and tests do alike before listening. */
export async function configureApp(app: NestFastifyApplication, config: Config): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await fastify.register(cookie);
  await fastify.register(multipart, {
    limits: { fileSize: limits.files.bytes, files: 1, fields: 5, parts: 6, headerPairs: 50 },
  });
  allowEmbeds(fastify);
  await servePages(fastify);
  fastify.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    if ((request as DeskRequest).retry?.replayed) reply.header('idempotent-replayed', 'true');
  });
  app.enableShutdownHooks(config.worker ? ['SIGTERM', 'SIGINT'] : []);
}

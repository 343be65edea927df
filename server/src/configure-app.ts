import { randomUUID } from 'node:crypto';
import { limits } from '@bookinda/contracts/limits';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { KnownDevices } from './identity/known-devices.js';
import type { Config } from './platform/config.js';
import type { EngineRouteConfig } from './platform/http/answers.js';
import { allowEmbeds } from './platform/http/cross-origin.js';
import { Doors } from './platform/http/doors.js';
import { IncomingBodies } from './platform/http/incoming-bodies.js';
import { servePages } from './platform/http/pages.js';
import { refusalOf, sendProblem } from './platform/http/problem.filter.js';
import type { DeskRequest } from './platform/http/request.js';
import { refuseUnreadable } from './platform/http/unreadable.js';
import { warnOfUntrustedProxy } from './platform/limits/untrusted-proxy.js';
import type { Journal } from './platform/logs/journal.js';
import { logRequests } from './platform/logs/request-log.js';
import { Metrics } from './platform/metrics/metrics.js';

/** The HTTP engine, the same for main and for tests. */
export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    // Beside the least rate of a body (incoming-bodies.ts): the largest file at 6 KB a second takes half an hour.
    requestTimeout: 30 * 60_000,
    http: { headersTimeout: 20_000, connectionsCheckingInterval: 5_000 },
    trustProxy: process.env.TRUST_PROXY ?? false,
    // Node keeps random bytes for these in stock; an id in time's order costs ten times as much.
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    clientErrorHandler: refuseUnreadable,
    routerOptions: { maxParamLength: 500 },
    logger: false,
    // What the router refuses by itself: a path that is none, a part of it that is too long.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply, refusalOf(error), request as DeskRequest),
  });
}

/** What main and tests do alike before listening. Requests are logged where there is a journal. */
export async function configureApp(app: NestFastifyApplication, config: Config, journal?: Journal): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  if (journal) logRequests(fastify, journal, app.get(Doors));
  app.get(Metrics).watch(fastify, app.get(Doors));
  warnOfUntrustedProxy(fastify, process.env.TRUST_PROXY);
  await fastify.register(cookie);
  await fastify.register(multipart, {
    limits: { fileSize: limits.files.bytes, files: 1, fields: 5, fieldSize: 1_024, parts: 6, headerPairs: 50 },
  });
  fastify.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as EngineRouteConfig;
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
  allowEmbeds(fastify);
  const devices = app.get(KnownDevices);
  app.get(IncomingBodies).watch(fastify, (request) => devices.idOf(request));
  await servePages(fastify, config.publicUrl);
  fastify.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    if (request.url.startsWith('/v1/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if ((request as DeskRequest).retry?.replayed) reply.header('idempotent-replayed', 'true');
  });
  app.enableShutdownHooks(config.worker ? ['SIGTERM', 'SIGINT'] : []);
}

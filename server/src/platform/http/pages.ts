import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import serveFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Where the built browser parts lie, seen from this file in `server/dist` and in `server/src` alike. */
const widgetDist = process.env.WIDGET_DIR ?? fileURLToPath(new URL('../../../../widget/dist', import.meta.url));

/** Strict: own files only. Styles inline because Web Awesome positions its popups by style attributes. */
const consolePolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Vite names a file by its content: such a file never changes. */
const hashed = /-[\w-]{8}\.\w+$/;

/** Serves the embeds at `/embed/v1/`, the console at `/manager` and the page behind a mail's link at `/ticket`. */
export async function servePages(fastify: FastifyInstance): Promise<void> {
  const [embed, console] = [join(widgetDist, 'embed'), join(widgetDist, 'console')];
  if (existsSync(embed)) {
    await fastify.register(serveFiles, {
      root: embed,
      prefix: '/embed/v1/',
      index: false,
      decorateReply: false,
      cacheControl: false,
      setHeaders: cacheByName,
    });
  }
  if (!existsSync(join(console, 'index.html'))) return;
  await fastify.register(serveFiles, {
    root: console,
    prefix: '/manager/',
    index: false,
    wildcard: false,
    cacheControl: false,
    setHeaders: cacheByName,
  });
  fastify.get('/', (_, reply) => reply.redirect('/manager/'));
  // Every path below /manager/ that is no file is a screen of the console.
  fastify.get('/manager', (_, reply) => reply.redirect('/manager/'));
  fastify.get('/manager/*', (_, reply) => page(reply, 'index.html'));
  fastify.get('/ticket', (_, reply) => page(reply, 'ticket.html'));

  function page(reply: FastifyReply, file: string): FastifyReply {
    return reply
      .header('content-security-policy', consolePolicy)
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-cache')
      .sendFile(file, console, { cacheControl: false });
  }
}

function cacheByName(reply: FastifyReply, path: string): void {
  reply.header(
    'cache-control',
    hashed.test(basename(path)) ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
  );
}

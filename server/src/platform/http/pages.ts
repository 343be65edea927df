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
  "require-trusted-types-for 'script'",
  // Lit's own, twice where the embedded form is previewed (a Lit of its own), and the sandboxed previews of mails.
  "trusted-types lit-html mail-preview 'allow-duplicates'",
].join('; ');

/** Vite names a file by its content: such a file never changes. */
const hashed = /-[\w-]{8}\.\w+$/;

/** Serves the embeds at `/embed/v1/`, the console at `/manager` and the page behind a mail's link at `/ticket`. */
export async function servePages(fastify: FastifyInstance, publicUrl: string): Promise<void> {
  guardPages(fastify, publicUrl);
  const [embed, console] = [join(widgetDist, 'embed'), join(widgetDist, 'console')];
  if (existsSync(embed)) {
    await fastify.register(serveFiles, {
      root: embed,
      prefix: '/embed/v1/',
      index: false,
      decorateReply: false,
      cacheControl: false,
      setHeaders: headersOf,
    });
  }
  if (!existsSync(join(console, 'index.html'))) return;
  await fastify.register(serveFiles, {
    root: console,
    prefix: '/manager/',
    index: false,
    wildcard: false,
    cacheControl: false,
    setHeaders: headersOf,
  });
  fastify.get('/', (_, reply) => reply.redirect('/manager/'));
  // Every path below /manager/ that is no file is a screen of the console.
  fastify.get('/manager', (_, reply) => reply.redirect('/manager/'));
  fastify.get('/manager/*', (_, reply) => page(reply, 'index.html'));
  fastify.get('/ticket', (_, reply) => page(reply, 'ticket.html'));

  function page(reply: FastifyReply, file: string): FastifyReply {
    return reply.sendFile(file, console, { cacheControl: false });
  }
}

/** By whatever path a file is asked for, as a screen or by its name. */
function headersOf(reply: FastifyReply, path: string): void {
  const name = basename(path);
  if (name.endsWith('.html')) {
    reply.header('content-security-policy', consolePolicy).header('cache-control', 'no-cache');
    return;
  }
  reply.header('cache-control', hashed.test(name) ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
}

/** The headers of every page; a page adds its own to them. The camera is allowed because the front desk reads codes with it. */
const pageHeaders: Record<string, string> = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Headers of all pages, and of all answers where browsers reach us by https: come by it again for a year. */
function guardPages(fastify: FastifyInstance, publicUrl: string): void {
  const secure = new URL(publicUrl).protocol === 'https:';
  fastify.addHook('onSend', (_, reply, payload, done) => {
    if (secure) reply.header('strict-transport-security', 'max-age=31536000');
    if (String(reply.getHeader('content-type') ?? '').startsWith('text/html'))
      for (const [name, value] of Object.entries(pageHeaders)) if (!reply.hasHeader(name)) reply.header(name, value);
    done(null, payload);
  });
}

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

/** What a page of the stage answers. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** Undefined: no such page. */
export type Handler = (url: URL, request: IncomingMessage) => Promise<Answer | undefined> | Answer | undefined;

/** A small web server around one function; nothing thrown inside ends the process. */
export function webServer(handle: Handler): Server {
  return createServer(async (request, response) => {
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      send(response, (await handle(url, request)) ?? { status: 404, body: 'Not found' });
    } catch (error) {
      send(response, { status: 500, body: (error as Error).message });
    }
  });
}

/** Ends all connections, event streams and idle ones too. */
export function closeWeb(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '' }: Answer): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    ...headers,
  });
  response.end(body);
}

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file of `folder`, by its bare name. */
export async function asset(folder: string, name: string): Promise<Answer | undefined> {
  const mediaType = mediaTypes[extname(name)];
  if (!mediaType || !/^[a-z0-9-]+\.[a-z]+$/.test(name)) return undefined;
  const body = await readFile(join(folder, name)).catch(() => undefined);
  return body && { headers: { 'content-type': mediaType }, body };
}

export function json(value: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import type { RawRoute, RawRoutes, Source } from './recorded.ts';

// The reference of the load figures: node:http and pg, one process, the same statements in one round trip; no sign-in,
// no validation, no row-level security, no news. `node raw-server.ts <routes.json> <port> <pool size>`, DATABASE_URL.

const [routesFile = '', port = '0', poolSize = '10'] = process.argv.slice(2);
const routes = JSON.parse(await readFile(routesFile, 'utf8')) as RawRoutes;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(poolSize) });

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => send(response, 500, JSON.stringify({ error: String(error) })));
}).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '').split('/').slice(1);
  const route = routes[path[0] ?? ''];
  if (!route) return send(response, path[0] === 'health' ? 200 : 404, '{}');
  const body = request.method === 'POST' ? (JSON.parse(await textOf(request)) as Record<string, unknown>) : {};
  const values = route.values.map((source) => bound(source, path, body, request));
  const { rows } = await pool.query({ name: route.name, text: route.text, values });
  const [status, text] = said(route, rows[0]);
  send(response, status, text);
}

function bound(source: Source, path: string[], body: Record<string, unknown>, request: IncomingMessage): unknown {
  switch (source.from) {
    case 'constant':
      return source.value;
    case 'path':
      return path[source.index];
    case 'body':
      return body[source.field];
    case 'key':
      return request.headers['idempotency-key'];
    case 'uuid':
      return randomUUID();
    case 'hash':
      return randomBytes(32);
  }
}

function said({ gives }: RawRoute, row: Record<string, unknown> | undefined): [number, string] {
  if (!row) return [404, '{}'];
  if (gives === 'answer') return [Number(row.status), JSON.stringify(row.answer)];
  return [200, gives === 'row' ? JSON.stringify(row) : gives.map((column) => row[column]).join('')];
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) })
    .end(text);
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OwnHistoryEntry, PackageCard } from '@bookinda/contracts/packages/package';

const built = new URL('../../widget/dist/embed/', import.meta.url);
const plain = new URL('../load/plain-embed/', import.meta.url);

/** A request as the stub saw it. */
export interface Seen {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string>; afterMs?: number };

/**
 * Two origins for one gate: a page's own server and, beside it, an API with just enough behaviour for the elements, which also
 * serves their files. Tests put pages on the first and bend the answers of the second.
 */
export class Stub {
  readonly seen: Seen[] = [];
  readonly cards = new Map<string, PackageCard>();
  /** Answers by `METHOD /path`, used once each before the ordinary one. */
  readonly next = new Map<string, Answer[]>();
  private readonly pages = new Map<string, { html: string; headers: Record<string, string> }>();
  private readonly streams = new Set<ServerResponse>();
  private readonly servers: Server[] = [];
  private tickets = 0;
  private events = 0;
  host = '';
  api = '';

  static async start(): Promise<Stub> {
    const stub = new Stub();
    stub.host = await stub.listen((request, response) => stub.servePage(request, response));
    stub.api = await stub.listen((request, response) => void stub.serveApi(request, response));
    return stub;
  }

  async stop(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  }

  /** Puts a page on the host's origin and gives its address. */
  page(path: string, html: string, headers: Record<string, string> = {}): string {
    this.pages.set(path, { html, headers });
    return this.host + path;
  }

  /** The next answer to `door`, instead of the ordinary one. */
  answer(door: string, answer: Answer): void {
    this.next.set(door, [...(this.next.get(door) ?? []), answer]);
  }

  count(door: string): number {
    return this.seen.filter(({ method, path }) => `${method} ${path}` === door).length;
  }

  get openStreams(): number {
    return this.streams.size;
  }

  /** Tells every open stream that a package changed. */
  change(packageId: string): void {
    const id = String(++this.events);
    const data = JSON.stringify({ id, kind: 'redemption', ticket: null, package: packageId, customer: 'c1' });
    for (const stream of this.streams) stream.write(`id: ${id}\nevent: change\ndata: ${data}\n\n`);
  }

  private async listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer(handle);
    this.servers.push(server);
    await new Promise<void>((done) =>
      server.listen(
        Number(process.env['STUB_PORT'] ?? 0) && Number(process.env['STUB_PORT']) + this.servers.length,
        '127.0.0.1',
        done,
      ),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  private servePage(request: IncomingMessage, response: ServerResponse): void {
    const page = this.pages.get((request.url ?? '').split('?')[0]!);
    response.writeHead(page ? 200 : request.url === '/favicon.ico' ? 204 : 404, {
      'content-type': 'text/html; charset=utf-8',
      ...page?.headers,
    });
    response.end(page?.html);
  }

  private async serveApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader(
      'access-control-allow-headers',
      'authorization, content-type, idempotency-key, x-customer-token, x-proof, last-event-id, accept-language',
    );
    response.setHeader('access-control-expose-headers', 'retry-after, idempotent-replayed');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (pathname.startsWith('/embed/v1/') || pathname.startsWith('/plain/')) return serveFile(pathname, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('latin1');
    this.seen.push({ method: request.method ?? '', path: pathname, headers: request.headers, body });
    const bent = this.next.get(`${request.method} ${pathname}`)?.shift();
    if (bent) {
      await new Promise((done) => setTimeout(done, bent.afterMs ?? 0));
      response.writeHead(bent.status, {
        'content-type': bent.status < 400 ? 'application/json' : 'application/problem+json',
        ...bent.headers,
      });
      return void response.end(JSON.stringify(bent.body ?? {}));
    }
    if (pathname === '/v1/embed/events') return this.stream(response);
    const ordinary = this.ordinary(`${request.method} ${pathname}`, searchParams);
    response.writeHead(ordinary ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(ordinary ?? { code: 'not-found', status: 404 }));
  }

  private ordinary(door: string, query: URLSearchParams): unknown {
    switch (door) {
      case 'GET /v1/embed/config':
        return config;
      case 'GET /v1/embed/challenge':
        return { salt: 'salt', zeroBits: 8, signature: 'signature' };
      case 'POST /v1/embed/uploads':
        return {
          id: crypto.randomUUID(),
          name: 'file',
          mediaType: 'image/png',
          size: 1,
          validUntil: new Date().toISOString(),
        };
      case 'POST /v1/embed/tickets':
        return { id: crypto.randomUUID(), number: `TKT-${String(++this.tickets).padStart(4, '0')}`, status: 'OPEN' };
      case 'GET /v1/embed/packages/p1/history':
        return query.has('after')
          ? { items: [], next: null, head: 'a1'.repeat(32) }
          : { items: history, next: 'cursor', head: 'a1'.repeat(32), timeZone: 'Europe/Budapest' };
      case 'POST /v1/embed/packages/p1/tickets':
        return { id: crypto.randomUUID(), number: `TKT-${String(++this.tickets).padStart(4, '0')}`, status: 'OPEN' };
      case 'GET /v1/embed/packages/p1/verification':
        return { holds: true, brokenAt: null, length: 7, head: 'a1'.repeat(32), knownAt: 5 };
      case 'GET /v1/embed/packages':
        return { items: (query.get('ids') ?? '').split(',').flatMap((id) => this.cards.get(id) ?? []) };
      default:
        return undefined;
    }
  }

  private stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }
}

async function serveFile(pathname: string, response: ServerResponse): Promise<void> {
  const [, folder, ...rest] = pathname.split('/');
  const file = folder === 'plain' ? new URL(rest.join('/'), plain) : new URL(rest.slice(1).join('/'), built);
  const text = await readFile(file).catch(() => undefined);
  response.writeHead(text ? 200 : 404, { 'content-type': 'text/javascript; charset=utf-8' });
  response.end(text);
}

const config = {
  tenant: { name: 'Aranyolló', accent: null, language: 'hu' },
  categories: [
    { code: 'BILLING', colour: 'green', prompt: { en: 'Billing', hu: 'Számlázás' } },
    { code: 'TECHNICAL', colour: 'red', prompt: { en: 'Something is broken', hu: 'Valami nem működik' } },
    { code: 'FEATURE_REQUEST', colour: 'purple', prompt: { en: 'An idea', hu: 'Ötletem van' } },
    { code: 'OTHER', colour: 'gray', prompt: { en: 'Something else', hu: 'Valami más' } },
  ],
  usualAnswer: { fromHours: 24, toHours: 48, measured: false },
  files: { perMessage: 10, bytes: 10_485_760, accept: ['image/png', 'image/jpeg', 'application/pdf', 'text/plain'] },
  customer: null,
};

/** A package card with two services, `4/13 services used`; `change` replaces parts. */
export function card(id: string, change: Partial<PackageCard> = {}): PackageCard {
  return {
    id,
    name: 'Massage 10 + facial 3',
    customer: { id: 'c1', name: 'Kiss Éva' },
    status: 'active',
    payment: 'partial',
    price: { amount: 4_500_000, currency: 'HUF' },
    originalPrice: { amount: 5_200_000, currency: 'HUF' },
    paid: { amount: 2_000_000, currency: 'HUF' },
    purchasedOn: '2026-09-03',
    expiresOn: '2027-01-03',
    daysLeft: 43,
    freeze: null,
    today: '2026-11-21',
    services: [
      { id: `${id}-1`, name: 'Massage', total: 10, used: 3, remaining: 7 },
      { id: `${id}-2`, name: 'Facial', total: 3, used: 1, remaining: 2 },
    ],
    version: 1,
    ...change,
  };
}

const nothing: OwnHistoryEntry = {
  id: '',
  at: '',
  kind: 'sold',
  actor: 'Nagy Katalin',
  staff: null,
  service: null,
  sessions: null,
  remainingAfter: null,
  settledOn: null,
  reverses: null,
  reversed: false,
  amount: null,
  method: null,
  paidOn: null,
  paidAfter: null,
  change: null,
  freeze: null,
  head: null,
  ticket: null,
};

const money = (amount: number) => ({ amount, currency: 'HUF' });
const massage = { id: 'p1-1', name: 'Massage' };

/** One step of each look, newest first; the third bears the code `c5c5…`. */
const lived: Partial<OwnHistoryEntry>[] = [
  { kind: 'redemption', service: massage, sessions: 1, remainingAfter: 7, staff: 'Varga Anna' },
  { kind: 'payment', amount: money(2_000_000), method: 'cash', paidAfter: money(2_000_000) },
  {
    kind: 'correction',
    service: massage,
    sessions: -1,
    remainingAfter: 8,
    head: 'c5'.repeat(32),
  },
  { kind: 'redemption', service: massage, sessions: 2, remainingAfter: 7, reversed: true },
  { kind: 'expiry-changed', change: { from: '2026-12-03', to: '2027-01-03' } },
  { kind: 'redemption', service: massage, sessions: 1, remainingAfter: 9, ticket: { id: 't', number: 'TKT-0042' } },
  { kind: 'sold' },
];

const history: OwnHistoryEntry[] = lived.map((step, n) => ({
  ...nothing,
  id: `e${n}`,
  at: `2026-11-${20 - n}T10:30:00.000Z`,
  ...step,
}));

/** A check of the proof as the server does it. */
export function proves(proof: string): boolean {
  const [salt, bits, , n] = proof.split('.');
  const digest = createHash('sha256').update(`${salt}${n}`).digest();
  return Number.parseInt(digest.toString('hex').slice(0, 8), 16) >>> (32 - Number(bits)) === 0;
}

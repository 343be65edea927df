import { waitUntil } from '@open-wc/testing';

/** Waits for something that will be; long enough for a busy machine. */
export const until = (holds: () => unknown, what?: string) => waitUntil(holds, what, { timeout: 10_000 });

/** A stand-in for the server inside a test page: answers by `METHOD /path`, and remembers what was asked. */
export interface Asked {
  door: string;
  query: string;
  headers: Headers;
  body: Record<string, unknown>;
}

type Reply = () => Response | Promise<Response>;

export class FakeServer {
  readonly asked: Asked[] = [];
  private readonly doors = new Map<string, Reply[]>();
  private readonly real = globalThis.fetch;

  constructor() {
    globalThis.fetch = async (input, init) => {
      const url = new URL(String(input));
      const door = `${init?.method ?? 'GET'} ${url.pathname}`;
      const body = typeof init?.body === 'string' ? JSON.parse(init.body) : {};
      this.asked.push({ door, query: url.search, headers: new Headers(init?.headers), body });
      const replies = this.doors.get(door) ?? [];
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      return reply ? reply() : json({ code: 'not-found' }, 404);
    };
  }

  /** The answers to `door`, in turn; the last one stays. */
  on(door: string, ...replies: Reply[]): this {
    this.doors.set(door, replies);
    return this;
  }

  count(door: string): number {
    return this.asked.filter((asked) => asked.door === door).length;
  }

  last(door: string): Asked {
    return this.asked.findLast((asked) => asked.door === door)!;
  }

  leave(): void {
    globalThis.fetch = this.real;
  }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  });
}

/** A stream that a test writes to. */
export function eventStream(): { reply: Reply; send: (text: string) => void; end: () => void } {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const encoder = new TextEncoder();
  const keep = (opened: ReadableStreamDefaultController<Uint8Array>) => {
    controller = opened;
  };
  return {
    reply: () =>
      new Response(new ReadableStream({ start: keep }), {
        headers: { 'content-type': 'text/event-stream' },
      }),
    send: (text) => controller?.enqueue(encoder.encode(text)),
    end: () => controller?.close(),
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { LiveChange } from '@bookinda/contracts/notifications/live';
import { pathOf, type Route } from '@bookinda/contracts/route';
import type { As, TestApp } from './app.js';

/** An open event stream as a client sees it. */
export interface HeardStream {
  status: number;
  headers: Headers;
  changes: LiveChange[];
  comments: string[];
  /** Ids of the `resync` events: everything should be read again. */
  resyncs: string[];
  /** True when the server ended it. */
  ended: boolean;
  /** The changes, once there are `count`. */
  heard(count: number): Promise<LiveChange[]>;
  close(): void;
}

export async function listenTo(app: TestApp, route: Route, as: As, headers: As = {}): Promise<HeardStream> {
  const abort = new AbortController();
  const response = await fetch(app.url + pathOf(route), { headers: { ...as, ...headers }, signal: abort.signal });
  const stream: HeardStream = {
    status: response.status,
    headers: response.headers,
    changes: [],
    comments: [],
    resyncs: [],
    ended: false,
    heard: async (count) => {
      for (let tries = 0; stream.changes.length < count && tries < 200; tries++) await pause(25);
      return stream.changes;
    },
    close: () => abort.abort(),
  };
  if (response.ok)
    void read(response, stream)
      .catch(() => undefined)
      .finally(() => (stream.ended = true));
  return stream;
}

async function read(response: Response, stream: HeardStream): Promise<void> {
  let rest = '';
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.+)$/m.exec(block)?.[1];
      if (/^event: resync$/m.test(block)) stream.resyncs.push(/^id: (.+)$/m.exec(block)?.[1] ?? '');
      else if (data) stream.changes.push(JSON.parse(data) as LiveChange);
      else if (block.startsWith(':')) stream.comments.push(block);
    }
  }
}

import type { LiveChange } from '@bookinda/contracts/notifications/live';
import { pause } from './call.js';

export interface Stream {
  url: string;
  /** Asked before every connection. */
  headers: () => Promise<Record<string, string>>;
  /** Asked at 401; true connects again at once. */
  renew: () => Promise<boolean>;
  heard: (change: LiveChange) => void;
  /** Connected again after a break, refused for now (429, 503), or too much was missed: whatever is shown may be old. */
  resumed: () => void;
}

/**
 * Server-sent events over fetch, because EventSource cannot send headers. Reconnects with `Last-Event-ID` after 1–30 s, at
 * once when the network returns; gives up when the caller is refused (4xx other than 401, 408, 429). Gives the function that ends it.
 */
export function streamChanges(stream: Stream): () => void {
  const end = new AbortController();
  void connect(stream, end.signal).catch(() => {});
  return () => end.abort();
}

async function connect(stream: Stream, signal: AbortSignal) {
  let last = '';
  let connections = 0;
  for (let tried = 0; !signal.aborted; tried++) {
    if (tried)
      await Promise.race([pause(Math.min(30_000, 500 * 2 ** tried) * (1 + Math.random() / 4), signal), online(signal)]);
    try {
      const answer = await fetch(stream.url, {
        credentials: 'omit',
        cache: 'no-store',
        signal,
        headers: { accept: 'text/event-stream', ...(last && { 'last-event-id': last }), ...(await stream.headers()) },
      });
      if (answer.status === 401 && (await stream.renew())) continue;
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429) return;
      if (answer.status === 429 || answer.status === 503) stream.resumed();
      if (!answer.ok || !answer.body) continue;
      if (connections++) stream.resumed();
      tried = 0;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = '', piece = await reader.read(); !piece.done; piece = await reader.read()) {
        const blocks = (rest + piece.value).split(/\r?\n\r?\n/);
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          last = /^id: ?(.+)$/m.exec(block)?.[1] ?? last;
          const data = /^data: ?(.+)$/m.exec(block)?.[1];
          if (data && /^event: ?change$/m.test(block)) stream.heard(JSON.parse(data));
          if (/^event: ?resync$/m.test(block)) stream.resumed();
        }
      }
    } catch {
      // A broken stream is ordinary: the next round connects again.
    }
  }
}

function online(signal: AbortSignal): Promise<void> {
  return new Promise((done) => addEventListener('online', () => done(), { once: true, signal }));
}

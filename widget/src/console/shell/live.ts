import type { LiveChange } from '@bookinda/contracts/notifications/live';
import { checkSession } from './here.js';

/** A change, or `resync`: so much was missed that everything shown should be read again. */
type Heard = LiveChange | 'resync';
type Listener = (heard: Heard) => unknown;

interface Feed {
  stop(): void;
}

/** A server that refuses a stream is asked again after this time, then twice as late each time. */
const retryMs = { first: 5_000, last: 60_000 };
/** `<tenant>:<person>`: whose changes these are. A browser's session may be at another tenant by now, so each connection names it. */
export type LiveScope = `${string}:${string}`;

function openSource(path: string, scope: LiveScope, tell: Listener): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let wait = retryMs.first;
  let refused = false;
  const open = () => {
    source = new EventSource(`${path}?tenant=${scope.split(':')[0]}`);
    source.addEventListener('open', () => {
      wait = retryMs.first;
      // A new source knows no last event, so the server cannot make up for what it missed.
      if (refused) tell('resync');
      refused = false;
    });
    source.addEventListener('resync', () => tell('resync'));
    source.addEventListener('change', (event) => tell(JSON.parse((event as MessageEvent<string>).data) as LiveChange));
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      // Refused: an event source does not tell why.
      void checkSession();
      refused = true;
      timer = window.setTimeout(open, wait);
      wait = Math.min(wait * 2, retryMs.last);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

/**
 * Listens to a stream of changes, one connection per browser and not per tab: a browser opens six connections to a
 * server on HTTP/1.1, and streams would use them up. The tab that holds the lock reads, the others hear it from there.
 */
function openFeed(path: string, scope: LiveScope, hear: Listener): Feed {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return { stop: openSource(path, scope, hear) };
  const name = `bookinda-desk:${scope}:${path}`;
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<Heard>) => hear(event.data);
  const end = new AbortController();
  locks
    .request(name, { signal: end.signal }, () => {
      if (end.signal.aborted) return;
      const close = openSource(path, scope, (heard) => {
        hear(heard);
        channel.postMessage(heard);
      });
      return new Promise<void>((resolve) => {
        end.signal.addEventListener('abort', () => {
          close();
          resolve();
        });
      });
    })
    .catch(() => undefined);
  return {
    stop: () => {
      end.abort();
      channel.close();
    },
  };
}

const feeds = new Map<string, { feed: Feed; listeners: Set<Listener> }>();

/**
 * Calls `refresh` at every change of `path` (`/v1/events`, `/v1/support-events`) at the session's tenant that concerns the listener,
 * and where changes were missed.
 */
export function hearChanges(
  path: string,
  scope: LiveScope,
  concerns: (change: LiveChange) => unknown,
  refresh: () => unknown,
): () => void {
  const listener: Listener = (heard) => (heard === 'resync' || concerns(heard)) && refresh();
  const id = `${scope} ${path}`;
  let open = feeds.get(id);
  if (!open) {
    const listeners = new Set<Listener>();
    open = {
      listeners,
      feed: openFeed(path, scope, (heard) => {
        for (const hear of listeners) hear(heard);
      }),
    };
    feeds.set(id, open);
  }
  const { feed, listeners } = open;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    feeds.delete(id);
    feed.stop();
  };
}

/** Gathers calls within `ms` into one, so that a burst of changes is one fetch. */
export function gathered(act: () => void, ms = 150): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, ms);
  };
}

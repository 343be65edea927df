import type { Message } from '@bookinda/contracts/support/ticket';

interface Threaded {
  id: string;
  messages: Message[];
  earlier: string | null;
}

/** A ticket read anew, with the earlier messages that were already loaded still in front. */
export function withEarlier<Ticket extends Threaded>(shown: Ticket | null, fresh: Ticket): Ticket {
  const first = fresh.messages[0];
  if (!shown || shown.id !== fresh.id || !first) return fresh;
  const ids = new Set(fresh.messages.map(({ id }) => id));
  const before = shown.messages.filter(({ id, at }) => !ids.has(id) && at <= first.at);
  return before.length === 0 ? fresh : { ...fresh, messages: [...before, ...fresh.messages], earlier: shown.earlier };
}

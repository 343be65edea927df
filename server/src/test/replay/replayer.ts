import { createHash } from 'node:crypto';

// Reads a history as an auditor would who has the rows and the published rules, and none of the server's code: PK-08, PK-12,
// PK-22. Columns come as PostgreSQL prints them.

type Texts = Record<string, string | null>;

export interface StoredSale {
  id: string;
  name: string;
  currency: string;
  price: string;
  original: string | null;
  purchasedOn: string;
  /** As it was sold. */
  expiresOn: string | null;
  services: { id: string; name: string; total: number; unitPrice: string | null }[];
}

/** An entry of any kind. `words` are what its hash covers, from the instant on. */
export interface StoredEntry {
  seq: number;
  kind: string;
  id: string;
  hash: string;
  own: Texts;
}

/** What must be on the card after the last entry, whatever is stored there. */
export interface ReplayedCard {
  used: number[];
  remaining: number;
  paid: number;
  expiresOn: string | null;
  cancelled: boolean;
  head: string;
}

const wordsOf: Record<string, string[]> = {
  sessions:
    'at service_id sessions used_after reverses reason price_share paid_share paid_after other_package appointment staff_id staff_name'.split(
      ' ',
    ),
  money: 'at amount method paid_on paid_after reverses reason'.split(' '),
  change: 'at value_before value_after reason note freeze_from freeze_until other_package'.split(' '),
};
const bookOf: Record<string, keyof typeof wordsOf> = {
  redemption: 'sessions',
  reversal: 'sessions',
  correction: 'sessions',
  payment: 'money',
  refund: 'money',
  'payment-reversal': 'money',
  'expiry-changed': 'change',
  cancelled: 'change',
};

/** The card that follows from a sale and its entries in order; throws where a history cannot be true. */
export function replay(sale: StoredSale, entries: StoredEntry[]): ReplayedCard {
  const card = { used: sale.services.map(() => 0), paid: 0, expiresOn: sale.expiresOn, cancelled: false };
  const undone = new Set<string>();
  const earlier = new Map<string, StoredEntry>();
  let head = genesisOf(sale);
  for (const [n, entry] of entries.entries()) {
    const { own, kind } = entry;
    const doubt = (what: string) => new Error(`${what}: step ${n + 1} of ${sale.id}`);
    if (entry.seq !== n + 1) throw doubt('a step is missing');
    head = hashAfter(head, entry);
    if (entry.hash !== head) throw doubt('cut or edited');
    if (card.cancelled && kind !== 'refund') throw doubt('an entry after the end');
    if (own.reverses) {
      const undoes = earlier.get(own.reverses);
      const [there, here] = kind === 'reversal' ? ['redemption', 'sessions'] : ['payment', 'amount'];
      if (undoes?.kind !== there || Number(undoes.own[here!]) !== -Number(own[here!]))
        throw doubt('undoes what is not there');
      if (undone.has(own.reverses)) throw doubt('undone twice');
      undone.add(own.reverses);
    }
    if (bookOf[kind] === 'sessions') {
      const service = sale.services.findIndex(({ id }) => id === own.service_id);
      const used = (card.used[service] ?? Number.NaN) + Number(own.sessions);
      if (!(used >= 0 && used <= sale.services[service]!.total))
        throw doubt('more than was sold, or less than nothing');
      if (used !== Number(own.used_after)) throw doubt('the balance after is not the sum');
      card.used[service] = used;
    } else if (bookOf[kind] === 'money') {
      card.paid += Number(own.amount);
      if (!(card.paid >= 0 && card.paid <= Number(sale.price))) throw doubt('over-paid, or given back too much');
      if (card.paid !== Number(own.paid_after)) throw doubt('the paid sum after is not the sum');
    } else if (kind === 'expiry-changed') {
      if (own.value_before !== card.expiresOn) throw doubt('changed from a date it did not have');
      card.expiresOn = own.value_after ?? null;
    } else card.cancelled = true;
    earlier.set(entry.id, entry);
  }
  const remaining = sale.services.reduce((left, { total }, n) => left + total - card.used[n]!, 0);
  return { ...card, remaining, head };
}

function genesisOf(sale: StoredSale): string {
  const services = sale.services.flatMap(({ id, name, total, unitPrice }) => [id, name, String(total), unitPrice]);
  // Neither came from a transfer nor from a renewal.
  const words = ['sold', sale.id, sale.name, sale.currency, sale.price, sale.original, sale.purchasedOn, null, null];
  return createHash('sha256')
    .update(JSON.stringify([...words, ...services]))
    .digest('hex');
}

function hashAfter(head: string, { seq, kind, id, own }: StoredEntry): string {
  const book = wordsOf[bookOf[kind] ?? ''] ?? [];
  const [at, ...rest] = book.map((word) => own[word] ?? null);
  const words = [String(seq), kind, id, at, ...rest, own.actor_kind, own.actor_id, own.actor_name];
  return createHash('sha256').update(Buffer.from(head, 'hex')).update(JSON.stringify(words)).digest('hex');
}

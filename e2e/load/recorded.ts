import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../stage/settings.ts';

/** Where one value of a statement comes from, for each request of the raw server. */
export type Source =
  | { from: 'constant'; value: unknown }
  | { from: 'path'; index: number }
  | { from: 'body'; field: string }
  | { from: 'key' }
  | { from: 'uuid' }
  | { from: 'hash' };

/** One route of the raw server: our own slice's statement, and how its row becomes the answer. */
export interface RawRoute {
  name: string;
  text: string;
  values: Source[];
  /** `answer`: columns status and answer; `row`: the row as JSON; otherwise the text columns to join. */
  gives: 'answer' | 'row' | string[];
}

/** `{ verb: route }`: the raw server answers `/<verb>/<path 1>/<path 2>…`. */
export type RawRoutes = Record<string, RawRoute>;

interface Sent {
  name: string;
  text: string;
  values: unknown[];
}

/** Stands where the database would: notes the statement instead of sending it. */
class Recorder {
  sent: Sent | undefined;

  statement(_scope: unknown, { name, text }: { name: string; text: string }, values: unknown[]): Promise<never> {
    this.sent ??= { name, text, values };
    return Promise.reject(new Error('recorded'));
  }
}

const tenant = '<path 1>';
const someone = '00000000-0000-7000-8000-000000000001';
const integration = { kind: 'api-key', tenantId: tenant, keyId: someone, name: 'integration', scopes: [], address: '' };
const owner = {
  kind: 'staff',
  tenantId: tenant,
  personId: someone,
  name: 'Owner',
  role: 'OWNER',
  tenant: { timeZone: 'UTC', language: 'en' },
};
const customer = {
  kind: 'customer',
  tenantId: tenant,
  customerId: '<path 2>',
  siteKeyId: someone,
  name: 'Customer',
  email: 'c@customers.example',
  address: '',
};
const retry = { key: '<key>', fingerprint: Buffer.alloc(32), replayed: false };
const words = { type: '<body type>', subject: '<body subject>', description: '<body description>' };
const day = { today: async () => new Date().toISOString().slice(0, 10) };

interface Slice {
  file: string;
  class: string;
  /** The constructor's arguments after the database. */
  with?: unknown[];
  handle: unknown[];
  gives: RawRoute['gives'];
}

const onPage = {
  onPage: async () => ({
    ...customer,
    onlyPerson: null,
    onlyTicket: null,
    person: null,
    actor: { kind: 'requester', id: '<path 2>', name: 'Customer' },
    fileOwner: 'customer:',
  }),
};

const slices: Record<string, Slice> = {
  'file-ticket': {
    file: 'support/tickets/file-ticket',
    class: 'FileTicket',
    handle: [integration, { ...words, name: 'Anna', email: '<body email>' }, retry],
    gives: 'answer',
  },
  'open-ticket': {
    file: 'support/tickets/open-ticket',
    class: 'OpenTicket',
    with: [onPage],
    handle: [customer, words, retry],
    gives: 'answer',
  },
  'redeem-session': {
    file: 'packages/ledger/redeem-session',
    class: 'RedeemSession',
    with: [day],
    handle: [integration, '<path 2>', { service: '<body service>', force: true }, retry],
    gives: 'answer',
  },
  'list-tickets': {
    file: 'support/tickets/list-tickets',
    class: 'ListTickets',
    handle: [owner, { limit: 50 }],
    gives: ['items'],
  },
  'read-ticket': {
    file: 'support/tickets/read-ticket',
    class: 'ReadTicket',
    handle: [owner, '<path 2>'],
    gives: ['row', 'more'],
  },
  'count-tickets': { file: 'support/tickets/count-tickets', class: 'CountTickets', handle: [owner], gives: 'row' },
};

/**
 * The raw server runs the same SQL as ours because it is recorded from the built slices: each handler runs twice on a
 * database that only notes. Values that differ between the two are fresh ids, `<…>` marks what a request brings.
 */
export async function recordedRoutes(): Promise<RawRoutes> {
  const routes = await Promise.all(
    Object.entries(slices).map(async ([verb, slice]) => {
      const [first, second] = [await recorded(slice), await recorded(slice)];
      const values = first.values.map((value, at) => sourceOf(value, value !== second.values[at]));
      return [
        verb,
        {
          name: first.name,
          text: first.text.replaceAll(tenantSetting, '$1::uuid').replaceAll(/\bcolleague\b/g, members),
          values,
          gives: slice.gives,
        },
      ] as const;
    }),
  );
  return Object.fromEntries(routes);
}

/** The raw server enters no scope: it reads what the view `colleague` reads. */
const members = `(SELECT m.tenant_id, p.id, p.name, p.email, p.language, m.role, m.state FROM auth.membership m
  JOIN auth.person p ON p.id = m.person_id WHERE m.tenant_id = $1)`;

/** The raw server passes the tenant as a value instead of a setting; it is `$1` in each of these statements. */
const tenantSetting = 'scope_tenant()';

async function recorded(slice: Slice): Promise<Sent> {
  const file = join(root, 'server/dist', `${slice.file}.js`);
  const module = (await import(pathToFileURL(file).href)) as Record<
    string,
    new (
      ...args: unknown[]
    ) => { handle(...args: unknown[]): Promise<unknown> }
  >;
  const recorder = new Recorder();
  const Handler = module[slice.class];
  if (!Handler) throw new Error(`${file} has no ${slice.class}`);
  await new Handler(recorder, ...(slice.with ?? [])).handle(...slice.handle).catch((error: Error) => {
    if (!recorder.sent) throw error;
  });
  if (!recorder.sent) throw new Error(`${slice.class} sent no statement`);
  return recorder.sent;
}

function sourceOf(value: unknown, fresh: boolean): Source {
  if (Buffer.isBuffer(value)) return { from: 'hash' };
  const [, kind, name = ''] = (typeof value === 'string' && /^<(\w+) ?(\w*)>$/.exec(value)) || [];
  if (kind === 'path') return { from: 'path', index: Number(name) };
  if (kind === 'body') return { from: 'body', field: name };
  if (kind === 'key') return { from: 'key' };
  return fresh && typeof value === 'string' ? { from: 'uuid' } : { from: 'constant', value };
}

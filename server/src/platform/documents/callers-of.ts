import { type ProblemCode, problems } from '@bookinda/contracts/problem';
import type { Door } from '../http/doors.js';
import { inputSchema } from './input-schemas.js';

type Requirement = Record<string, string[]>;

/** How each kind of caller proves itself, in OpenAPI's words. One requirement per kind; any of them is enough. */
export function securityOf({ route, rules }: Door): Requirement[] {
  const csrf: Requirement = route.method === 'GET' ? {} : { csrf: [] };
  const byKind: Record<string, Requirement> = {
    anonymous: {},
    visitor: { siteKey: [] },
    customer: { siteKey: [], customerToken: [] },
    pass: { ticketPass: [] },
    staff: { session: [], ...csrf },
    'half-session': { session: [], ...csrf },
    'api-key': { apiKey: rules.to.scope ? [rules.to.scope] : [] },
  };
  const all = rules.to.kinds.map((kind) => byKind[kind]).filter((requirement) => requirement !== undefined);
  return [...new Map(all.map((requirement) => [JSON.stringify(requirement), requirement])).values()];
}

export const securitySchemes = {
  siteKey: {
    type: 'http',
    scheme: 'bearer',
    description: "A publishable key, `pk_…`. The page's `Origin` must be on the key's list.",
  },
  customerToken: {
    type: 'apiKey',
    in: 'header',
    name: 'x-customer-token',
    description: "A JWT (HS256) signed by the host's server: `sub` the customer, `aud` the tenant, at most 15 minutes.",
  },
  ticketPass: {
    type: 'http',
    scheme: 'bearer',
    description: "The secret in a ticket mail's link, `vt_…`: that ticket and nothing else.",
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: "An integration's secret key, `sk_…`, with the scope the operation names.",
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'bookinda_session',
    description: "A member's session; `__Host-bookinda_session` on https.",
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'x-csrf-token',
    description: '`csrf` of the session, with every write that a session makes.',
  },
};

/** Members' roles and the scope of API keys, for a person. */
export function admitted({ rules: { to } }: Door): string {
  const words: Record<string, string> = {
    anonymous: 'anybody',
    visitor: 'a page with a site key',
    customer: 'a signed-in customer',
    pass: "the holder of a ticket's link",
    staff: to.roles?.length ? `members who are ${to.roles.join(', ')}` : 'every member',
    'half-session': 'a member whose code is still to come',
    'api-key': `API keys with \`${to.scope}\``,
  };
  return `For ${to.kinds
    .map((kind) => words[kind])
    .filter(Boolean)
    .join('; ')}.`;
}

/** Refusals that stand before or around a slice, by what the door declares. */
const around: [when: (door: Door) => boolean, codes: ProblemCode[]][] = [
  [() => true, ['bad-request', 'too-many', 'unexpected', 'unavailable']],
  [({ input }) => input !== undefined, ['invalid-input']],
  [
    ({ route }) => route.method !== 'GET',
    ['invalid-input', 'too-large', 'unsupported-type', 'too-slow', 'in-progress'],
  ],
  [({ input }) => input !== undefined && 'after' in (inputSchema(input).properties ?? {}), ['invalid-cursor']],
  [({ route }) => route.path.includes('{'), ['not-found']],
  [
    ({ rules }) => !rules.to.kinds.includes('anonymous'),
    [
      'sign-in-required',
      'not-allowed',
      'key-unknown',
      'code-required',
      'origin-not-allowed',
      'token-invalid',
      'token-expired',
    ],
  ],
  [({ rules }) => rules.to.kinds.includes('pass'), ['link-ended']],
  [({ rules }) => rules.to.kinds.includes('our-page'), ['origin-not-allowed']],
  [
    ({ route, rules }) =>
      route.method !== 'GET' && rules.to.kinds.some((kind) => kind === 'staff' || kind === 'half-session'),
    ['csrf-missing', 'origin-not-allowed'],
  ],
  [({ rules }) => rules.to.kinds.includes('staff') && !rules.anyTenant, ['tenant-switched']],
  [({ rules }) => rules.retry !== undefined, ['idempotency-mismatch', 'in-progress']],
  [({ rules }) => rules.retry === 'required', ['key-missing']],
  [({ rules }) => rules.stepUp === true, ['password-required']],
];

/** Every code the door may refuse with, by status. */
export function refusalsOf(door: Door, own: readonly ProblemCode[]): Map<number, ProblemCode[]> {
  const codes = new Set([...around.flatMap(([when, some]) => (when(door) ? some : [])), ...own]);
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...codes].sort()) byStatus.set(problems[code], [...(byStatus.get(problems[code]) ?? []), code]);
  return new Map([...byStatus].sort(([left], [right]) => left - right));
}

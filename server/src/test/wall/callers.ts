import { createHash, randomBytes } from 'node:crypto';
import type { ApiScope, Role } from '@bookinda/contracts/identity/session';
import { apiScopes, roles } from '@bookinda/contracts/identity/session';
import { csrfOf } from '../../identity/session-token.js';
import type { Door } from '../../platform/http/doors.js';
import type { As, TestApp } from '../app.js';
import { asCustomer, asVisitor, givenApiKey, givenSession } from '../given.js';
import { type House, passOf, type Things } from './house.js';
import { idsOf } from './victim-state.js';

/** Somebody at the door of the victim's house. */
export interface WallCaller {
  name: string;
  kind: 'staff' | 'api-key' | 'visitor' | 'customer' | 'pass' | 'half-session' | 'anonymous';
  /** Of the victim's own tenant: may do what their role may, but not to somebody else's. */
  insider: boolean;
  role?: Role;
  scopes?: readonly ApiScope[];
  /** Fresh proof of who they are: a sign-out in one cell must not weaken the next. */
  as(): Promise<As>;
  /** Their own things, for the parts of a request that are not under trial. */
  own: Things;
  /** What they must never read. */
  mustNotSee: string[];
  /** Ids that no answer to them may hold, unless they sent them. */
  hidden: ReadonlySet<string>;
}

/** People and programs of other tenants, of the platform, and of nobody. */
export async function outsiders(app: TestApp, own: House, victim: House, platform: House): Promise<WallCaller[]> {
  const mustNotSee = [victim.word, victim.secret];
  const key = await givenApiKey(app, own.tenant, [...apiScopes]);
  const requests = await requestIds(app, victim);
  const ids = await idsOf(app, victim.tenant.id);
  const common = { insider: false, own: own.own, mustNotSee, hidden: new Set([...ids, ...requests]) };
  const staff = roles.map(
    (role): WallCaller => ({
      ...common,
      name: `other tenant's ${role}`,
      kind: 'staff',
      role,
      as: () => givenSession(app, own.tenant, own.members[role].id),
    }),
  );
  const customer = await asCustomer(own.tenant, own.subject);
  return [
    ...staff,
    { ...common, name: "other tenant's API key", kind: 'api-key', scopes: apiScopes, as: async () => key },
    { ...common, name: "other tenant's page", kind: 'visitor', as: async () => asVisitor(own.tenant) },
    { ...common, name: "other tenant's customer", kind: 'customer', as: async () => customer },
    { ...common, name: "other tenant's pass", kind: 'pass', as: async () => passOf(app, own, own.own.ticket) },
    { ...common, name: 'nobody', kind: 'anonymous', as: async () => ({}) },
    // The platform's desk reads what salons ask it, and nothing of what salons' own customers ask them.
    ...(['OWNER', 'AGENT'] as const).map(
      (role): WallCaller => ({
        ...common,
        name: `the platform's ${role}`,
        kind: 'staff',
        role,
        own: platform.own,
        mustNotSee: [victim.word],
        hidden: new Set([...ids].filter((id) => !requests.has(id))),
        as: () => givenSession(app, platform.tenant, platform.members[role].id),
      }),
    ),
  ];
}

/** Who belongs to the victim's tenant and yet has no right to the subject's things. */
export async function insiders(app: TestApp, victim: House): Promise<WallCaller[]> {
  const { ticket, package: sold, service, redemption, customer: subject, upload, file, supportRequest } = victim.own;
  const hidden = new Set([ticket, sold, service, redemption, subject, upload, file, supportRequest]);
  const common = { insider: true, own: victim.neighbourOwn, mustNotSee: [victim.secret], hidden };
  const neighbour = await asCustomer(victim.tenant, victim.neighbour);
  const keys = await Promise.all(
    apiScopes.map(async (scope) => ({ scope, as: await givenApiKey(app, victim.tenant, [scope]) })),
  );
  await app.db.query('UPDATE api_key SET last_used_at = now() WHERE tenant_id = $1', [victim.tenant.id]);
  return [
    ...roles.map(
      (role): WallCaller => ({
        ...common,
        name: `own ${role}`,
        kind: 'staff',
        role,
        as: async () => victim.members[role].as,
      }),
    ),
    ...keys.map(
      ({ scope, as }): WallCaller => ({
        ...common,
        name: `own API key with ${scope}`,
        kind: 'api-key',
        scopes: [scope],
        as: async () => as,
      }),
    ),
    { ...common, name: 'own page', kind: 'visitor', as: async () => asVisitor(victim.tenant) },
    { ...common, name: 'another customer', kind: 'customer', as: async () => neighbour },
    {
      ...common,
      name: "another ticket's pass",
      kind: 'pass',
      as: async () => passOf(app, victim, victim.neighbourOwn.ticket),
    },
    { ...common, name: 'half session', kind: 'half-session', as: () => halfSession(app, victim) },
  ];
}

/** Whether the door's rule lets this caller's kind, role and scope through. */
export function isAdmitted({ rules: { to } }: Door, { kind, role, scopes }: WallCaller): boolean {
  if (to.kinds.includes('anonymous')) return true;
  if (!to.kinds.includes(kind)) return false;
  if (kind === 'staff') return !to.roles?.length || to.roles.includes(role ?? '');
  return kind !== 'api-key' || Boolean(scopes?.some((scope) => scope === to.scope));
}

/** What the victim's staff asked the platform: rows of the platform's tenant. */
async function requestIds(app: TestApp, { tenant }: House): Promise<Set<string>> {
  const rows = await app.db.query<{ id: string }>(
    `SELECT x.id FROM customer c JOIN ticket t ON t.tenant_id = c.tenant_id AND t.customer_id = c.id
       CROSS JOIN LATERAL (SELECT t.id UNION SELECT m.id FROM message m WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id) x WHERE c.represents = $1`,
    [tenant.id],
  );
  return new Set(rows.map(({ id }) => id));
}

export async function halfSession(app: TestApp, { tenant, members }: House): Promise<As> {
  const token = randomBytes(32).toString('base64url');
  await app.db.query(
    `INSERT INTO auth.session (token_hash, person_id, tenant_id, stage, expires_at) VALUES ($1, $2, $3, 'code-missing', now() + interval '5 minutes')`,
    [createHash('sha256').update(token).digest(), members.OWNER.id, tenant.id],
  );
  return { cookie: `bookinda_session=${token}`, 'x-csrf-token': csrfOf(app.config.keys, token) };
}

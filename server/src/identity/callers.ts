import type { ApiScope, Role } from '@bookinda/contracts/identity/session';
import type { Proof } from '../platform/database/database.js';
import type { CallerRule } from '../platform/http/answers.js';

/** Someone nobody knows yet: signs in, asks for a reset, reads the documents. */
export interface Anonymous {
  kind: 'anonymous';
  address: string;
}

/** A page that carries a publishable key, on an allowed origin. */
export interface Visitor {
  kind: 'visitor';
  tenantId: string;
  siteKeyId: string;
  address: string;
}

/** A customer whom the host's server vouches for by a signed token. */
export interface Customer {
  kind: 'customer';
  tenantId: string;
  customerId: string;
  siteKeyId: string;
  name: string;
  email: string | null;
  address: string;
}

/** Whoever holds the link of a ticket's mail: that ticket and nothing else. */
export interface Pass {
  kind: 'pass';
  tenantId: string;
  ticketId: string;
  /** Whether the link still holds is asked where its ticket is read (ticket-links.ts). */
  linkVersion: number;
  address: string;
}

/** A member of a tenant, signed in. */
export interface Staff {
  kind: 'staff';
  tenantId: string;
  personId: string;
  name: string;
  email: string;
  role: Role;
  sessionId: string;
  language: string;
  tenant: {
    slug: string;
    name: string;
    kind: 'salon' | 'platform';
    timeZone: string;
    currency: string;
    language: string;
    accent: string | null;
  };
  twoFactor: boolean;
  stage: 'complete' | 'code-missing';
  address: string;
  /** Only where the route says `provenByItsStatement`. */
  proof?: Proof;
}

/** An integration with a secret key. */
export interface ApiKey {
  kind: 'api-key';
  tenantId: string;
  keyId: string;
  name: string;
  scopes: ApiScope[];
  address: string;
  /** Only where the route says `provenByItsStatement`. */
  proof?: Proof;
}

export type Caller = Anonymous | Visitor | Customer | Pass | Staff | ApiKey;

/** Who writes to a desk: a visitor or customer on a page, or the holder of a mail's link. */
export type Requester = Visitor | Customer | Pass;

/** Who works at a desk. */
export type DeskCaller = Staff | ApiKey;

/** Anybody; for signing in and for public documents. */
export const anyone: CallerRule = { kinds: ['anonymous'] };
/** Anybody on a page of ours, never on somebody else's: a foreign Origin is refused. For signing in and mails' links. */
export const ourPages: CallerRule = { kinds: ['anonymous', 'our-page'] };
/** A page with a publishable key, signed-in customer or not. */
export const visitors: CallerRule = { kinds: ['visitor', 'customer'] };
/** A proven customer only. */
export const customers: CallerRule = { kinds: ['customer'] };
/** The holder of a mail's link, for that ticket. */
export const passes: CallerRule = { kinds: ['pass'] };
/** A proven customer or the holder of a mail's link. */
export const requesters: CallerRule = { kinds: ['customer', 'pass'] };
/** Visitor, customer or pass. */
export const writers: CallerRule = { kinds: ['visitor', 'customer', 'pass'] };
/** Half a session: the password was right, the code is still to come. */
export const halfSessions: CallerRule = { kinds: ['half-session'] };
/** A member, with or without the code. */
export const anySession: CallerRule = { kinds: ['staff', 'half-session'] };

/** Members with one of the roles (any when none is named); `scope` lets API keys in too. */
export function staff(roles: readonly Role[] = [], scope?: ApiScope): CallerRule {
  return { kinds: scope ? ['staff', 'api-key'] : ['staff'], roles, ...(scope ? { scope } : {}) };
}

/** PK-20, BS-11: who may do what, named once. */
export const everyRole: Role[] = [];
export const deskRoles: Role[] = ['OWNER', 'MANAGER', 'RECEPTION', 'AGENT'];
export const owners: Role[] = ['OWNER'];
export const managers: Role[] = ['OWNER', 'MANAGER'];
export const sellers: Role[] = ['OWNER', 'MANAGER', 'RECEPTION'];
export const redeemers: Role[] = ['OWNER', 'MANAGER', 'RECEPTION', 'STAFF'];

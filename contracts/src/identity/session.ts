import type { Instant } from '../values.js';

/** BS-11, PK-20. AGENT works tickets of a desk; the others run a salon. */
export const roles = ['OWNER', 'MANAGER', 'RECEPTION', 'STAFF', 'AGENT'] as const;
export type Role = (typeof roles)[number];

/** Who is signed in, where, as what. */
export interface Session {
  person: { id: string; name: string; email: string; language: string; twoFactor: boolean };
  tenant: {
    id: string;
    slug: string;
    name: string;
    kind: 'salon' | 'platform';
    timeZone: string;
    currency: string;
    language: string;
    accent: string | null;
  };
  role: Role;
  /** Every tenant the person belongs to, for the switcher. */
  tenants: { id: string; name: string; role: Role }[];
  /** Send as `x-csrf-token` with every write. */
  csrf: string;
  /** `code-missing`: the password was right, the authenticator's code is still to come; nothing else works. */
  stage: 'complete' | 'code-missing';
}

/** One open session of the person. */
export interface OpenSession {
  id: string;
  current: boolean;
  createdAt: Instant;
  seenAt: Instant;
  /** Browser and system as it called itself. */
  agent: string;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
  /** `invited`: the invitation is not accepted yet. */
  state: 'active' | 'invited';
}

/** A publishable key and the origins that may use it. */
export interface SiteKey {
  id: string;
  key: string;
  name: string;
  origins: string[];
  createdAt: Instant;
  revokedAt: Instant | null;
}

export const apiScopes = [
  'tickets:read',
  'tickets:write',
  'packages:read',
  'packages:write',
  'customers:read',
] as const;
export type ApiScope = (typeof apiScopes)[number];

export interface ApiKey {
  id: string;
  name: string;
  /** `sk_ab12…`: enough to recognise it. */
  hint: string;
  scopes: ApiScope[];
  createdAt: Instant;
  lastUsedAt: Instant | null;
  revokedAt: Instant | null;
}

/** The key in full, this once; only its hash is kept. */
export interface NewApiKey extends ApiKey {
  secret: string;
}

/** The secret a host's server signs customer tokens with, this once. */
export interface CustomerTokenSecret {
  id: string;
  secret: string;
}

/** Enrolment of an authenticator app. */
export interface TwoFactorSetup {
  secret: string;
  /** `otpauth://totp/…` for the QR code. */
  uri: string;
}

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
  /** The person's; of an invitation that is not accepted yet, the invitation's. */
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

/** Whether sign-in asks for a code, and how many recovery codes are left. */
export interface TwoFactorState {
  on: boolean;
  recoveryCodesLeft: number;
}

/** Recovery codes in full, this once; only their hashes are kept. Each replaces one code of the authenticator app. */
export interface RecoveryCodes {
  codes: string[];
}

/** What is written into the security record. Failures are counted per hour and network. */
export const securityEventKinds = [
  'signed-in',
  'sign-in-failed',
  'code-failed',
  'proof-failed',
  'session-ended',
  'sessions-ended',
  'authenticator-added',
  'authenticator-removed',
  'recovery-code-used',
  'recovery-codes-renewed',
  'password-changed',
  'password-reset',
  'member-invited',
  'member-joined',
  'api-key-created',
  'api-key-revoked',
  'site-key-created',
  'site-key-edited',
  'site-key-revoked',
  'secret-rotated',
  'exported',
  'mail-read',
] as const;
export type SecurityEventKind = (typeof securityEventKinds)[number];

/** One entry of the security record. */
export interface SecurityEvent {
  id: string;
  kind: SecurityEventKind;
  /** When; of counted failures the first of the hour. */
  at: Instant;
  /** Of counted failures the last; otherwise the same as `at`. */
  lastAt: Instant;
  /** How often within the hour; 1 where nothing is counted. */
  count: number;
  /** Whose account it is, or which member did it; null for an API key. */
  person: { id: string; name: string } | null;
  /** Who did it, by name; an API key's name for a key, an empty text where it is unknown. */
  by: string;
  /** The network: an IPv4 address or the first 64 bits of an IPv6 one; `others` where too many networks failed within an hour. */
  network: string;
  /** Browser and system as it called itself. */
  agent: string;
  /** What it was about: a key's name, an invited address, the operation of an export. */
  about: string | null;
}

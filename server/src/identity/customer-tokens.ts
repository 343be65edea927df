import type { KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { CONFIG, type Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { Refusal } from '../platform/http/refusal.js';
import { networksOf } from '../platform/limits/network.js';
import type { Customer, Visitor } from './callers.js';
import { OpenedSecrets, type StoredSecret } from './customer-token-secrets.js';
import { UnknownCredentials } from './unknown-credentials.js';

/** api.md: a token lives at most so long; a host signs a new one whenever the element asks. */
const longestLifeSeconds = 15 * 60;
/** A host's clock may be ahead of ours by so much. */
const aheadSeconds = 60;
/** Three ids and a signature take 400 characters; what is longer is not read. */
const longestToken = 4_096;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The customer, and every secret that proves tokens: the current one and those retired within the last 15 minutes. That
 * is a token's longest life: whatever was signed before a rotation lives out, and the host has that long to change over.
 */
const proven = {
  name: 'customer-of-token',
  text: `SELECT c.name, c.email, customer_token_secrets() AS secrets
    FROM (SELECT 1) one LEFT JOIN customer c ON c.tenant_id = $1 AND c.id = $2`,
};

interface ProvenRow {
  name: string | null;
  email: string | null;
  secrets: StoredSecret[] | null;
}

/** The same secrets alone. */
const current = { name: 'customer-token-secrets', text: 'SELECT customer_token_secrets() AS secrets' };
/** How old the secrets may be by which a token passes a count of guesses. They let nobody in: the statement decides with fresh ones. */
const secretsMs = 60_000;
/** Tenants whose secrets are remembered. */
const mostTenants = 1_000;

/** WX-03: a signed-in customer is whoever the host's server says, in a short-lived JWT (HS256, `aud` = tenant, `sub` = customer). */
@Injectable()
export class CustomerTokens {
  private readonly opened: OpenedSecrets;
  private readonly lately = new Map<string, { secrets: Promise<KeyObject[]>; until: number }>();

  constructor(
    private readonly db: Database,
    private readonly unknown: UnknownCredentials,
    @Inject(CONFIG) { keys }: Config,
  ) {
    this.opened = new OpenedSecrets(keys);
  }

  /** 401 `token-expired` for a genuine token that is too old, `token-invalid` for every other. One statement. */
  async customerOf(visitor: Visitor, token: string): Promise<Customer> {
    const { tenantId, address } = visitor;
    const customerId = subjectOf(token);
    const credential = {
      kind: 'customer-token',
      text: `${tenantId} ${token}`,
      from: networksOf(address),
      isSigned: () => this.isSignedFor(tenantId, token),
    } as const;
    const row = await this.unknown.judge(credential, async () => {
      const [known] = await this.db.statement<ProvenRow>({ tenantId }, proven, [tenantId, customerId]);
      const secrets = this.keysOf(known?.secrets ?? []);
      this.remember(tenantId, Promise.resolve(secrets));
      return known && (await isGenuine(token, tenantId, secrets)) ? known : undefined;
    });
    if (!row) throw new Refusal('token-invalid');
    if (!row.name) throw new Refusal('token-invalid', 'The token names nobody here.');
    return { ...visitor, kind: 'customer', customerId, name: row.name, email: row.email };
  }

  /** At most one statement a minute and tenant, however many tokens are guessed. */
  private async isSignedFor(tenantId: string, token: string): Promise<boolean> {
    const known = this.lately.get(tenantId);
    const secrets =
      known && known.until > Date.now() ? known.secrets : this.remember(tenantId, this.secretsOf(tenantId));
    return isGenuine(token, tenantId, await secrets);
  }

  private async secretsOf(tenantId: string): Promise<KeyObject[]> {
    const [row] = await this.db.statement<Pick<ProvenRow, 'secrets'>>({ tenantId }, current, []);
    return this.keysOf(row?.secrets ?? []);
  }

  private keysOf(stored: StoredSecret[]): KeyObject[] {
    return stored.map((one) => this.opened.keyOf(one)).filter((key) => key !== undefined);
  }

  private remember(tenantId: string, secrets: Promise<KeyObject[]>): Promise<KeyObject[]> {
    if (this.lately.size >= mostTenants) this.lately.clear();
    this.lately.set(tenantId, { secrets, until: Date.now() + secretsMs });
    secrets.catch(() => this.lately.delete(tenantId));
    return secrets;
  }
}

/** Who the token claims to speak for; believed only after verify. */
function subjectOf(token: string): string {
  if (token.length > longestToken) throw new Refusal('token-invalid');
  try {
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub?: unknown };
    if (typeof sub === 'string' && uuid.test(sub)) return sub.toLowerCase();
  } catch {
    // No JWT: refused below.
  }
  throw new Refusal('token-invalid');
}

/** Whether one of the secrets signed it for this tenant; 401 for one that is genuine and too old, or lives too long. */
async function isGenuine(token: string, tenantId: string, secrets: KeyObject[]): Promise<boolean> {
  let expired = false;
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: ['HS256'],
        audience: tenantId,
        requiredClaims: ['sub', 'iat', 'exp'],
        clockTolerance: 5,
      });
      checkLife(payload.iat ?? 0, payload.exp ?? 0);
      return true;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      expired ||= error instanceof errors.JWTExpired;
    }
  }
  if (expired) throw new Refusal('token-expired');
  return false;
}

/** A token signed for the far future would be short-lived on paper and valid for years. */
function checkLife(issued: number, expires: number): void {
  if (expires - issued > longestLifeSeconds) throw new Refusal('token-invalid', 'A token may live 15 minutes at most.');
  if (issued > Date.now() / 1_000 + aheadSeconds) throw new Refusal('token-invalid', 'The token is from the future.');
}

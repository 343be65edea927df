import { Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { Database } from '../platform/database/database.js';
import { Refusal } from '../platform/http/refusal.js';
import type { Customer, Visitor } from './callers.js';

/** api.md: a token lives at most so long; a host signs a new one whenever the element asks. */
const longestLifeSeconds = 15 * 60;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const proven = {
  name: 'customer-of-token',
  text: `SELECT c.name, c.email, (SELECT json_agg(s.secret) FROM customer_token_secret s WHERE s.tenant_id = $1 AND s.retired_at IS NULL) AS secrets
    FROM (SELECT 1) one LEFT JOIN customer c ON c.tenant_id = $1 AND c.id = $2`,
};

/** WX-03: a signed-in customer is whoever the host's server says, in a short-lived JWT (HS256, `aud` = tenant, `sub` = customer). */
@Injectable()
export class CustomerTokens {
  constructor(private readonly db: Database) {}

  async customerOf(visitor: Visitor, token: string): Promise<Customer> {
    const customerId = subjectOf(token);
    const [row] = await this.db.statement<{ name: string | null; email: string | null; secrets: string[] | null }>(
      { tenantId: visitor.tenantId },
      proven,
      [visitor.tenantId, customerId],
    );
    await verify(token, visitor.tenantId, row?.secrets ?? []);
    if (!row?.name) throw new Refusal('token-invalid', 'The token names nobody here.');
    return { ...visitor, kind: 'customer', customerId, name: row.name, email: row.email };
  }
}

/** Who the token claims to speak for; believed only after verify. */
function subjectOf(token: string): string {
  try {
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub?: unknown };
    if (typeof sub === 'string' && uuid.test(sub)) return sub.toLowerCase();
  } catch {
    // No JWT: refused below.
  }
  throw new Refusal('token-invalid');
}

async function verify(token: string, tenantId: string, secrets: string[]): Promise<void> {
  let expired = false;
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
        algorithms: ['HS256'],
        audience: tenantId,
        requiredClaims: ['sub', 'iat', 'exp'],
        clockTolerance: 5,
      });
      if ((payload.exp ?? 0) - (payload.iat ?? 0) > longestLifeSeconds)
        throw new Refusal('token-invalid', 'A token may live 15 minutes at most.');
      return;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      expired ||= error instanceof errors.JWTExpired;
    }
  }
  throw new Refusal(expired ? 'token-expired' : 'token-invalid');
}

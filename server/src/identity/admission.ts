import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { type AnswerRules, type Declared, declaredKey } from '../platform/http/answers.js';
import { RateLimits } from '../platform/http/rate-limits.js';
import { Refusal } from '../platform/http/refusal.js';
import { type DeskRequest, requestOf } from '../platform/http/request.js';
import type { ApiKey, Caller, Staff } from './callers.js';
import { CustomerTokens } from './customer-tokens.js';
import { csrfOf, sameText, sessionCookie, tokenHash } from './session-token.js';
import { SiteKeys } from './site-keys.js';
import { readTicketPass } from './ticket-pass.js';

const sessionOf = { name: 'session-of', text: 'SELECT * FROM session_of($1)' };
const apiKeyOf = { name: 'api-key-of', text: 'SELECT * FROM api_key_of($1)' };

interface SessionRow {
  session_id: string; stage: Staff['stage']; person_id: string; person_name: string; email: string; person_language: string; two_factor: boolean;
  tenant_id: string; slug: string; tenant_name: string; tenant_kind: 'salon' | 'platform'; time_zone: string; currency: string;
  tenant_language: string; accent: string | null; role: Staff['role'];
}

/** Finds out who calls and holds that against the route's rule. The only place that decides who gets in. */
@Injectable()
export class Admission implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly db: Database,
    private readonly siteKeys: SiteKeys,
    private readonly customerTokens: CustomerTokens,
    private readonly limits: RateLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declared = this.reflector.get<Declared | undefined>(declaredKey, context.getHandler());
    if (!declared) throw new Refusal('not-found');
    const request = requestOf(context);
    request.declared = declared;
    const { kinds } = declared.rules.to;
    const caller: Caller = kinds.includes('anonymous') ? { kind: 'anonymous', address: request.ip } : await this.callerOf(request);
    request.caller = caller;
    admit(caller, declared.rules);
    if (caller.kind === 'staff' && request.method !== 'GET' && request.method !== 'HEAD') this.checkForgery(request);
    if (declared.rules.limit) this.limits.take(declared.route.verb, limitedAs(caller), declared.rules.limit);
    return true;
  }

  private async callerOf(request: DeskRequest): Promise<Caller> {
    const address = request.ip;
    const bearer = /^Bearer (pk_|vt_|sk_)(\S{1,400})$/.exec(request.headers.authorization ?? '');
    if (bearer) {
      const token = `${bearer[1]}${bearer[2]}`;
      if (bearer[1] === 'pk_') return this.pageOf(request, token);
      if (bearer[1] === 'sk_') return this.apiKeyOf(token, address);
      const pass = readTicketPass(this.config.secret, token);
      if (!pass) throw new Refusal('token-invalid', 'This link is not valid.');
      return { kind: 'pass', ...pass, address };
    }
    const token = request.cookies[sessionCookie(this.config.publicUrl)];
    const [row] = token ? await this.db.lookUp<SessionRow>(sessionOf, [tokenHash(token)]) : [];
    return row ? staffOf(row, address) : { kind: 'anonymous', address };
  }

  /** WX-03: the key's origin list, then the customer's token when there is one. */
  private async pageOf(request: DeskRequest, key: string): Promise<Caller> {
    const siteKey = await this.siteKeys.admit(key, request.headers.origin);
    const visitor = { kind: 'visitor', tenantId: siteKey.tenantId, siteKeyId: siteKey.id, address: request.ip } as const;
    const token = request.headers['x-customer-token'];
    return typeof token === 'string' ? this.customerTokens.customerOf(visitor, token) : visitor;
  }

  private async apiKeyOf(token: string, address: string): Promise<ApiKey> {
    const [row] = await this.db.lookUp<{ tenant_id: string; id: string; name: string; scopes: ApiKey['scopes'] }>(apiKeyOf, [tokenHash(token)]);
    if (!row) throw new Refusal('key-unknown');
    return { kind: 'api-key', tenantId: row.tenant_id, keyId: row.id, name: row.name, scopes: row.scopes, address };
  }

  /** The cookie travels by itself; the header proves that our own page sent it. */
  private checkForgery(request: DeskRequest): void {
    const token = request.cookies[sessionCookie(this.config.publicUrl)] ?? '';
    const sent = request.headers['x-csrf-token'];
    checkOrigin(request, this.config.publicUrl);
    if (typeof sent !== 'string' || !sameText(sent, csrfOf(this.config.secret, token))) throw new Refusal('csrf-missing');
  }
}

/** A browser names the page's origin on every write; ours or none (a tool). Signing in checks it too. */
export function checkOrigin(request: DeskRequest, publicUrl: string): void {
  const { origin } = request.headers;
  const own = [new URL(publicUrl).origin, `http://${request.headers.host}`, `https://${request.headers.host}`];
  const ours = origin === undefined ? [undefined, 'same-origin', 'none'].includes(request.headers['sec-fetch-site'] as string | undefined) : own.includes(origin);
  if (!ours) throw new Refusal('origin-not-allowed');
}

function admit(caller: Caller, { to }: AnswerRules): void {
  const half = caller.kind === 'staff' && caller.stage !== 'complete';
  if (half) {
    if (to.kinds.includes('half-session')) return;
    throw new Refusal('code-required');
  }
  if (!to.kinds.includes(caller.kind) && !to.kinds.includes('anonymous')) {
    throw new Refusal(caller.kind === 'anonymous' ? 'sign-in-required' : caller.kind === 'visitor' ? 'token-invalid' : 'not-allowed');
  }
  if (caller.kind === 'staff' && to.roles?.length && !to.roles.includes(caller.role)) throw new Refusal('not-allowed');
  if (caller.kind === 'api-key' && !(to.scope && caller.scopes.includes(to.scope as never))) throw new Refusal('not-allowed');
}

function limitedAs(caller: Caller): string {
  if (caller.kind === 'staff') return caller.personId;
  if (caller.kind === 'customer') return caller.customerId;
  if (caller.kind === 'api-key') return caller.keyId;
  return `${'tenantId' in caller ? caller.tenantId : ''} ${caller.address}`;
}

function staffOf(row: SessionRow, address: string): Staff {
  return {
    kind: 'staff', tenantId: row.tenant_id, personId: row.person_id, name: row.person_name, email: row.email, role: row.role,
    sessionId: row.session_id, language: row.person_language, twoFactor: row.two_factor, stage: row.stage, address,
    tenant: {
      slug: row.slug, name: row.tenant_name, kind: row.tenant_kind, timeZone: row.time_zone, currency: row.currency,
      language: row.tenant_language, accent: row.accent,
    },
  };
}

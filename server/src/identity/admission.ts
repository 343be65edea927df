import type { SecurityEventKind } from '@bookinda/contracts/identity/session';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../platform/config.js';
import { type CallerRule, type Declared, declaredKey } from '../platform/http/answers.js';
import { Refusal } from '../platform/http/refusal.js';
import { type DeskRequest, requestOf } from '../platform/http/request.js';
import { type Network, networksOf } from '../platform/limits/network.js';
import { type Limit, RateLimits } from '../platform/limits/rate-limits.js';
import { ApiKeys } from './api-keys.js';
import type { Caller, Staff } from './callers.js';
import { CustomerTokens } from './customer-tokens.js';
import { KnownDevices } from './known-devices.js';
import { sourceOf } from './request-source.js';
import { byItself, SecurityRecord } from './security/security-record.js';
import { isCsrfOf } from './session-token.js';
import { Sessions } from './sessions.js';
import { SiteKeys } from './site-keys.js';
import { readTicketPass } from './ticket-pass.js';
import { UnknownCredentials } from './unknown-credentials.js';

/**
 * Finds out who calls and holds that against the route's rule. The only place that decides who gets in.
 * What it costs: a session or an API key one statement (none where the route's own proves it), a remembered site key or a ticket's link none, a customer one;
 * a route with `stepUp` one more, which asks whether the session's password was proven within ten minutes.
 */
@Injectable()
export class Admission implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly apiKeys: ApiKeys,
    private readonly siteKeys: SiteKeys,
    private readonly customerTokens: CustomerTokens,
    private readonly limits: RateLimits,
    private readonly devices: KnownDevices,
    private readonly record: SecurityRecord,
    private readonly unknown: UnknownCredentials,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declared = this.reflector.get<Declared | undefined>(declaredKey, context.getHandler());
    if (!declared) throw new Refusal('not-found');
    const request = requestOf(context);
    request.declared = declared;
    const { to, stepUp, securityEvent, provenByItsStatement = false } = declared.rules;
    const caller: Caller = to.kinds.includes('anonymous')
      ? { kind: 'anonymous', address: request.ip }
      : await this.callerOf(request, provenByItsStatement);
    request.caller = caller;
    if (caller.kind === 'staff') refuseOtherTenant(request, caller, declared);
    admit(caller, to);
    if (to.kinds.includes('our-page')) checkOrigin(request, this.config.publicUrl);
    if (caller.kind === 'staff' && request.method !== 'GET' && request.method !== 'HEAD') this.checkForgery(request);
    // A known browser counts by itself where one signs in: strangers on its network cannot use up its tries.
    const device = to.kinds.includes('our-page') ? this.devices.idOf(request) : undefined;
    const who = device ? [{ name: device, factor: 1 }] : limitedAs(caller);
    this.limits.take(declared.route.verb, who, declared.rules.limit ?? usualLimit(caller, to));
    if (stepUp && caller.kind === 'staff') await this.sessions.requireProof(caller);
    if (securityEvent) this.recordWhenDone(context, caller, securityEvent, declared.route.verb);
    return true;
  }

  /** Records an export even where the client closed the connection before its end. */
  private recordWhenDone(context: ExecutionContext, caller: Caller, kind: SecurityEventKind, verb: string): void {
    if (caller.kind !== 'staff' && caller.kind !== 'api-key') return;
    const request = requestOf(context);
    const { raw } = context.switchToHttp().getResponse<FastifyReply>();
    const ids = Object.values(request.params as Record<string, string>);
    raw.once('close', () => {
      if (!raw.headersSent || raw.statusCode >= 400 || request.nothingToRecord) return;
      this.record.note({ kind, ...byItself(caller), source: sourceOf(request), about: ids.join(' ') || verb });
    });
  }

  /**
   * By the key in `Authorization`, else by the cookie; other schemes belong to whatever stands in front of us. What the
   * request proves now: a stream that stays open asks again.
   */
  async callerOf(request: DeskRequest, provenLater = false): Promise<Caller> {
    const { authorization = '' } = request.headers;
    if (/^bearer(\s|$)/i.test(authorization))
      return this.bearerOf(request, authorization.slice('bearer '.length).trim(), provenLater);
    const token = this.sessions.tokenOf(request);
    const look = provenLater ? 'rememberedStaffOf' : 'staffOf';
    if (!token) return { kind: 'anonymous', address: request.ip };
    // A browser where somebody has signed in counts by itself, here too: it needs no memory of ours.
    const device = this.devices.idOf(request);
    const from = device ? [{ name: device, factor: 1 }] : networksOf(request.ip);
    const staff = await this.unknown.judge({ kind: 'session', text: token, from }, () =>
      this.sessions[look](token, request.ip),
    );
    return staff || { kind: 'anonymous', address: request.ip };
  }

  private async bearerOf(request: DeskRequest, key: string, provenLater: boolean): Promise<Caller> {
    if (!/^(pk|sk|vt)_[\w-]{8,200}$/.test(key)) throw new Refusal('key-unknown');
    if (key.startsWith('pk_')) return this.pageOf(request, key);
    if (key.startsWith('sk_')) return this.integrationOf(request, key, provenLater);
    const pass = readTicketPass(this.config.keys, key);
    if (!pass) throw new Refusal('token-invalid', 'This link is not valid.');
    return { kind: 'pass', ...pass, address: request.ip };
  }

  private async integrationOf(request: DeskRequest, key: string, provenLater: boolean): Promise<Caller> {
    const look = provenLater ? 'rememberedCallerOf' : 'callerOf';
    const from = networksOf(request.ip);
    const caller = await this.unknown.judge({ kind: 'api-key', text: key, from }, () =>
      this.apiKeys[look](key, request.ip),
    );
    if (!caller) throw new Refusal('key-unknown');
    return caller;
  }

  /** WX-03: the key's origin list, then the customer's token when there is one. */
  private async pageOf(request: DeskRequest, key: string): Promise<Caller> {
    // The console's preview of the form (WX-07) is a page of ours; browsers name no origin on a GET to the page's own.
    const ours = new URL(this.config.publicUrl).origin;
    const unnamed = request.headers['sec-fetch-site'] === 'same-origin' ? ours : undefined;
    const siteKey = await this.siteKeys.admit(key, request.ip, request.headers.origin ?? unnamed, ours);
    const visitor = {
      kind: 'visitor',
      tenantId: siteKey.tenantId,
      siteKeyId: siteKey.id,
      address: request.ip,
    } as const;
    const token = request.headers['x-customer-token'];
    return token === undefined ? visitor : this.customerTokens.customerOf(visitor, String(token));
  }

  /** The cookie travels by itself; the header proves that our own page sent it. */
  private checkForgery(request: DeskRequest): void {
    checkOrigin(request, this.config.publicUrl);
    const sent = request.headers['x-csrf-token'];
    const token = this.sessions.tokenOf(request);
    if (typeof sent !== 'string' || !token || !isCsrfOf(this.config.keys, token, sent))
      throw new Refusal('csrf-missing');
  }
}

/**
 * A console names the tenant it shows: in `x-tenant-id`, or as `tenant` in the address where a browser sends no headers of ours
 * (downloads, pictures, event streams). A session has moved on when the person switched in another tab; then nothing is read or
 * written. Before the roles, because those are of the other tenant.
 */
function refuseOtherTenant(request: DeskRequest, caller: Staff, { rules }: Declared): void {
  const query = request.query as Record<string, unknown>;
  const named = request.headers['x-tenant-id'] ?? query['tenant'];
  delete query['tenant'];
  if (named === undefined || named === caller.tenantId || rules.anyTenant || caller.stage !== 'complete') return;
  throw new Refusal('tenant-switched', 'The session is at another tenant by now. Nothing was read or changed.');
}

/** A browser names the page's origin on every write; ours or none (a tool). Signing in checks it too. */
function checkOrigin(request: DeskRequest, publicUrl: string): void {
  const { origin, host } = request.headers;
  const own = [new URL(publicUrl).origin, `http://${host}`, `https://${host}`];
  const site = request.headers['sec-fetch-site'];
  const ours =
    origin === undefined ? site === undefined || site === 'same-origin' || site === 'none' : own.includes(origin);
  if (!ours) throw new Refusal('origin-not-allowed');
}

/** 401 where somebody else, or the same one with more proof, could get in; 403 where this caller never will. */
function admit(caller: Caller, to: CallerRule): void {
  if (caller.kind === 'staff' && caller.stage !== 'complete') {
    if (to.kinds.includes('half-session')) return;
    throw new Refusal('code-required');
  }
  if (!to.kinds.includes(caller.kind)) {
    if (caller.kind === 'anonymous') throw new Refusal('sign-in-required');
    if (caller.kind === 'visitor' && to.kinds.includes('customer'))
      throw new Refusal('token-invalid', 'This needs a signed-in customer.');
    throw new Refusal('not-allowed');
  }
  if (caller.kind === 'staff' && to.roles?.length && !to.roles.includes(caller.role)) throw new Refusal('not-allowed');
  if (caller.kind === 'api-key' && !caller.scopes.some((scope) => scope === to.scope)) throw new Refusal('not-allowed');
}

/** Of every route that names no limit of its own: strangers share a network, a desk and an integration work fast. */
const usualLimits: { signingIn: Limit; strangers: Limit; desks: Limit } = {
  signingIn: { calls: 120, seconds: 60 },
  strangers: { calls: 600, seconds: 60 },
  desks: { calls: 3_000, seconds: 60 },
};

function usualLimit({ kind }: Caller, to: CallerRule): Limit {
  if (to.kinds.includes('our-page')) return usualLimits.signingIn;
  return usualLimits[kind === 'staff' || kind === 'api-key' ? 'desks' : 'strangers'];
}

/** A proven caller is counted by its id, all others by the networks they come from. */
function limitedAs(caller: Caller): Network[] {
  if (caller.kind === 'staff') return [{ name: caller.personId, factor: 1 }];
  if (caller.kind === 'customer') return [{ name: caller.customerId, factor: 1 }];
  if (caller.kind === 'api-key') return [{ name: caller.keyId, factor: 1 }];
  const tenant = 'tenantId' in caller ? caller.tenantId : '';
  return networksOf(caller.address).map(({ name, factor }) => ({ name: `${tenant} ${name}`, factor }));
}

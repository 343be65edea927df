import type { Session } from '@bookinda/contracts/identity/session';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Refusal } from '../platform/http/refusal.js';
import type { DeskRequest } from '../platform/http/request.js';
import type { Staff } from './callers.js';
import { KnownDevices } from './known-devices.js';
import { Remembered } from './remembered.js';
import { csrfOf, isToken, newToken, sessionCookie, tokenHash } from './session-token.js';
import { UnknownCredentials } from './unknown-credentials.js';

/** How long a session lives, in seconds; half a session waits for its code only so long. */
export const sessionLife = { complete: 14 * 86_400, 'code-missing': 600 } as const;
/** SQL: the sessions of a person at a stage that end when one more begins, so that no one has more than 20; the oldest end. */
export function surplusSessions(person: string, stage: string): string {
  return `SELECT id FROM auth.session WHERE person_id = ${person} AND stage = ${stage} ORDER BY created_at DESC, id DESC OFFSET 19`;
}
/** `seen_at` is at most so old. */
const seenEveryMs = 5 * 60_000;

interface SessionRow {
  session_id: string;
  stage: Staff['stage'];
  seen_at: Date;
  person_id: string;
  person_name: string;
  email: string;
  person_language: string;
  two_factor: boolean;
  tenant_id: string;
  slug: string;
  tenant_name: string;
  tenant_kind: 'salon' | 'platform';
  time_zone: string;
  currency: string;
  tenant_language: string;
  accent: string | null;
  role: Staff['role'];
}

/** Sessions of members: who a cookie speaks for, and what a browser is told about it. */
@Injectable()
export class Sessions {
  private readonly logger = new Logger('sessions');
  private readonly cookie: string;
  private readonly remembered = new Remembered<SessionRow>();

  constructor(
    private readonly db: Database,
    private readonly devices: KnownDevices,
    private readonly unknown: UnknownCredentials,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.cookie = sessionCookie(config.publicUrl);
  }

  /** The request's session token, where it has the shape of one. */
  tokenOf(request: Pick<DeskRequest, 'cookies'>): string | undefined {
    const token = request.cookies[this.cookie];
    return isToken(token) ? token : undefined;
  }

  /** Whose session it is: one statement. Expired, revoked and ended memberships have none. */
  async staffOf(token: string, address: string): Promise<Staff | undefined> {
    const hash = tokenHash(token);
    const [row] = await this.db.lookUp<SessionRow>(sessionOf, [hash]);
    if (!row) return undefined;
    this.remembered.set(hash, row);
    if (Date.now() - row.seen_at.getTime() > seenEveryMs) this.touch(token);
    return staffOf(row, address);
  }

  /** The same from memory where it is known, to be proven by the first statement. */
  async rememberedStaffOf(token: string, address: string): Promise<Staff | undefined> {
    const hash = tokenHash(token);
    const row = this.remembered.get(hash);
    if (!row) return this.staffOf(token, address);
    const { stage, person_id, role } = row;
    return {
      ...staffOf(row, address),
      proof: {
        enter: enterAsStaff,
        values: [hash, stage, person_id, role],
        refuted: () =>
          this.remembered.refuted(hash, 'sign-in-required', async () => Boolean(await this.staffOf(token, address))),
      },
    };
  }

  /** 403 `password-required` unless this session proved the password within the last ten minutes. */
  async requireProof({ sessionId }: Staff): Promise<void> {
    const [proven] = await this.db.people(provenLately, [sessionId]);
    if (!proven) throw new Refusal('password-required', 'Please enter your password again.');
  }

  csrfOf(token: string): string {
    return csrfOf(this.config.keys, token);
  }

  /** Hands `token` to the browser and describes the session it opens. */
  async begin(reply: FastifyReply, token: string): Promise<Session> {
    const staff = await this.staffOf(token, reply.request.ip);
    if (!staff) throw new Refusal('sign-in-required');
    this.unknown.issued({ kind: 'session', text: token });
    const secure = this.config.publicUrl.startsWith('https:');
    void reply.setCookie(this.cookie, token, {
      httpOnly: true,
      sameSite: 'lax',
      secure,
      path: '/',
      maxAge: sessionLife[staff.stage],
    });
    if (staff.stage === 'complete') this.devices.remember(reply, staff.personId);
    return this.view(staff, token);
  }

  /** The same session under a new token, where `change` (a statement of old hash, new hash, …) agrees; else undefined. */
  async renew(
    reply: FastifyReply,
    change: { name: string; text: string },
    values: unknown[],
  ): Promise<Session | undefined> {
    const token = newToken();
    const renewed = await this.db.people(change, [
      tokenHash(this.tokenOf(reply.request) ?? ''),
      tokenHash(token),
      ...values,
    ]);
    return renewed.length > 0 ? this.begin(reply, token) : undefined;
  }

  /** Takes the cookie away. */
  forget(reply: FastifyReply): void {
    void reply.clearCookie(this.cookie, {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.publicUrl.startsWith('https:'),
      path: '/',
    });
  }

  /** What the browser may know. Half a session learns of no other tenant. */
  async view(staff: Staff, token: string): Promise<Session> {
    const { personId, name, email, language, twoFactor, stage, role } = staff;
    const tenants = stage === 'complete' ? await this.db.people<Session['tenants'][number]>(tenantsOf, [personId]) : [];
    return {
      person: { id: personId, name, email, language, twoFactor },
      tenant: { id: staff.tenantId, ...staff.tenant },
      role,
      tenants,
      csrf: this.csrfOf(token),
      stage,
    };
  }

  /** Beside the request, not in it: losing one costs nothing. */
  private touch(token: string): void {
    this.db.people(touch, [tokenHash(token)]).catch((error: unknown) => this.logger.debug(String(error)));
  }
}

/** How many of the person's sessions ended: all but the caller's own, half ones too. */
export async function endOtherSessions(tx: Tx, { personId, sessionId }: Staff): Promise<number> {
  const ended = await tx.rows('DELETE FROM auth.session WHERE person_id = $1 AND id <> $2 RETURNING id', [
    personId,
    sessionId,
  ]);
  return ended.length;
}

const provenLately = {
  name: 'proven-lately',
  text: `SELECT id FROM auth.session WHERE id = $1 AND proven_at > now() - interval '10 minutes'`,
};
const sessionOf = { name: 'session-of', text: 'SELECT * FROM session_of($1)' };
const enterAsStaff = {
  name: 'enter-as-staff',
  text: 'SELECT enter_scope_as_staff($1, $2, $3, $4, $5, $6) AS tenant',
};
const tenantsOf = { name: 'tenants-of', text: 'SELECT id, name, role FROM tenants_of($1)' };
const touch = {
  name: 'touch-session',
  text: "UPDATE auth.session SET seen_at = now() WHERE token_hash = $1 AND seen_at < now() - interval '5 minutes'",
};

function staffOf(row: SessionRow, address: string): Staff {
  return {
    kind: 'staff',
    tenantId: row.tenant_id,
    personId: row.person_id,
    name: row.person_name,
    email: row.email,
    role: row.role,
    sessionId: row.session_id,
    language: row.person_language,
    twoFactor: row.two_factor,
    stage: row.stage,
    address,
    tenant: {
      slug: row.slug,
      name: row.tenant_name,
      kind: row.tenant_kind,
      timeZone: row.time_zone,
      currency: row.currency,
      language: row.tenant_language,
      accent: row.accent,
    },
  };
}

import type { FastifyReply } from 'fastify';
import type { Config } from '../../platform/config.js';
import { Refusal } from '../../platform/http/refusal.js';
import type { DeskRequest } from '../../platform/http/request.js';
import { networksOf } from '../../platform/limits/network.js';
import type { Audience } from './audience.js';

/** Streams of one network that has shown no member's session; ten times that for a /48. */
const perNetwork = 300;
/** So many browsers' streams one person may have. */
const browsersOfPerson = 4;
/** When a refused stream should try again. */
const retryAfter = 30;

/** Streams of equal audiences: they share one reading of the rows. */
export interface StreamGroup {
  readonly audience: Audience;
  readonly streams: Set<Stream>;
}

export interface Stream {
  readonly audience: Audience;
  readonly reply: FastifyReply;
  heartbeat?: NodeJS.Timeout;
  /** Of a member's session, not of a customer's token or a ticket's link. */
  readonly ofMember: boolean;
  /** What it counts against. */
  readonly counted: string[];
  readonly group: string;
}

/** The open streams of this process, grouped by tenant and audience when they open, and counted by caller. */
export class OpenStreams {
  private readonly tenants = new Map<string, Map<string, StreamGroup>>();
  private readonly counts = new Map<string, number>();
  private open = 0;

  constructor(private readonly limits: Config['streams']) {}

  get size(): number {
    return this.open;
  }

  /** 429 `too-many`, or 503 `unavailable` where the process is full. */
  add(audience: Audience, request: DeskRequest, reply: FastifyReply): Stream {
    if (this.open >= this.limits.most)
      throw new Refusal('unavailable', 'Too many live streams are open here. Please try again soon.', { retryAfter });
    const caller = request.caller as CallerOfStream;
    const wanted = countersOf(caller, this.limits.perCaller);
    if (wanted.some(({ name, most }) => (this.counts.get(name) ?? 0) >= most))
      throw new Refusal('too-many', 'Too many live streams are open. Close other tabs, or reload this one later.', {
        retryAfter,
      });
    const counted = wanted.map(({ name }) => name);
    for (const name of counted) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const stream = {
      audience,
      reply,
      ofMember: caller.sessionId !== undefined,
      counted,
      group: JSON.stringify(audience),
    };
    this.groupFor(stream).streams.add(stream);
    this.open += 1;
    return stream;
  }

  has(stream: Stream): boolean {
    return this.tenants.get(stream.audience.tenantId)?.get(stream.group)?.streams.has(stream) ?? false;
  }

  /** False where it was removed before. */
  remove(stream: Stream): boolean {
    const { tenantId } = stream.audience;
    const groups = this.tenants.get(tenantId);
    const group = groups?.get(stream.group);
    if (!groups || !group?.streams.delete(stream)) return false;
    if (group.streams.size === 0) groups.delete(stream.group);
    if (groups.size === 0) this.tenants.delete(tenantId);
    for (const name of stream.counted) {
      const left = (this.counts.get(name) ?? 1) - 1;
      if (left > 0) this.counts.set(name, left);
      else this.counts.delete(name);
    }
    this.open -= 1;
    return true;
  }

  hasTenant(tenantId: string): boolean {
    return this.tenants.has(tenantId);
  }

  groupsOf(tenantId: string): Iterable<StreamGroup> {
    return this.tenants.get(tenantId)?.values() ?? [];
  }

  /** All groups as they are now. */
  groups(): StreamGroup[] {
    return [...this.tenants.values()].flatMap((groups) => [...groups.values()]);
  }

  all(): Stream[] {
    return this.groups().flatMap(({ streams }) => [...streams]);
  }

  private groupFor({ audience, group }: Stream): StreamGroup {
    const groups = this.tenants.get(audience.tenantId) ?? new Map<string, StreamGroup>();
    this.tenants.set(audience.tenantId, groups);
    const known = groups.get(group) ?? { audience, streams: new Set() };
    groups.set(group, known);
    return known;
  }
}

interface CallerOfStream {
  sessionId?: string;
  personId?: string;
  customerId?: string;
  ticketId?: string;
  address: string;
}

/** A session is one browser, and a person may have four of them with all their streams. Callers without one are counted by network too, because links and tokens are easy to get. */
function countersOf({ sessionId, personId, customerId, ticketId, address }: CallerOfStream, perCaller: number) {
  if (sessionId)
    return [
      { name: `session ${sessionId}`, most: perCaller },
      { name: `person ${personId}`, most: perCaller * browsersOfPerson },
    ];
  return [
    { name: customerId ? `customer ${customerId}` : `ticket ${ticketId}`, most: perCaller },
    ...networksOf(address).map(({ name, factor }) => ({ name: `network ${name}`, most: perNetwork * factor })),
  ];
}

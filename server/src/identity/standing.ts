import { Injectable } from '@nestjs/common';
import type { DeskRequest } from '../platform/http/request.js';
import { Admission } from './admission.js';
import type { Caller } from './callers.js';
import { TicketLinks } from './ticket-links.js';

/** Whether a caller whose request goes on and on is still who it was: sessions end, roles change, tokens expire, keys are revoked. */
@Injectable()
export class Standing {
  constructor(
    private readonly admission: Admission,
    private readonly ticketLinks: TicketLinks,
  ) {}

  async holds(request: DeskRequest): Promise<boolean> {
    const before = rightsOf(request.caller as Caller);
    const now = await this.admission.callerOf(request).catch(() => undefined);
    if (now?.kind === 'pass') await this.ticketLinks.nameBehind(now);
    return now !== undefined && rightsOf(now) === before;
  }
}

/** What decides about rights: everything but names. */
function rightsOf(caller: Caller): string {
  const { kind, tenantId, role, sessionId, stage, customerId, ticketId } = caller as unknown as Record<string, unknown>;
  return JSON.stringify([kind, tenantId, role, sessionId, stage, customerId, ticketId]);
}

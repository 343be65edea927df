import { streamOwnEvents } from '@bookinda/contracts/notifications/routes';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Customer, type Pass, requesters } from '../../identity/callers.js';
import { Standing } from '../../identity/standing.js';
import { TicketLinks } from '../../identity/ticket-links.js';
import { Answers } from '../../platform/http/answers.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import type { Audience } from './audience.js';
import { LiveHub } from './live-hub.js';

/** WX-02: what a customer may know of her own tickets and packages; with a mail's link, of that one ticket. */
@Controller()
export class StreamOwnEvents {
  constructor(
    private readonly hub: LiveHub,
    private readonly standing: Standing,
    private readonly ticketLinks: TicketLinks,
  ) {}

  @Answers(streamOwnEvents, { to: requesters, media: 'text/event-stream', limit: { calls: 60, seconds: 60 } })
  async handle(@By() caller: Customer | Pass, @Req() request: DeskRequest, @Res() reply: FastifyReply): Promise<void> {
    if (caller.kind === 'pass') await this.ticketLinks.nameBehind(caller);
    await this.hub.open(request, reply, audienceOf(caller), () => this.standing.holds(request));
  }
}

function audienceOf(caller: Customer | Pass): Audience {
  const own = { tenantId: caller.tenantId, publicOnly: true, tickets: true, others: false, onlyPerson: null };
  return caller.kind === 'customer'
    ? { ...own, customerId: caller.customerId, packages: true, onlyTicket: null }
    : { ...own, customerId: null, packages: false, onlyTicket: caller.ticketId };
}

import { streamSupportEvents } from '@bookinda/contracts/notifications/routes';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Staff, staff } from '../../identity/callers.js';
import { Standing } from '../../identity/standing.js';
import { LiveHub } from '../../notifications/live/live-hub.js';
import { Answers } from '../../platform/http/answers.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { Requesters } from '../tickets/requesters.js';
import { requestRoles } from './support-request-roles.js';

/** NT-03, BS-11: what happens to the salon's own tickets at the platform's desk. */
@Controller()
export class StreamSupportEvents {
  constructor(
    private readonly hub: LiveHub,
    private readonly standing: Standing,
    private readonly requesters: Requesters,
  ) {}

  @Answers(streamSupportEvents, {
    to: staff(requestRoles),
    media: 'text/event-stream',
    limit: { calls: 60, seconds: 60 },
  })
  async handle(@By() caller: Staff, @Req() request: DeskRequest, @Res() reply: FastifyReply): Promise<void> {
    const { tenantId, customerId, onlyPerson } = await this.requesters.forTenant(caller);
    const audience = {
      tenantId,
      customerId,
      onlyPerson,
      onlyTicket: null,
      publicOnly: true,
      tickets: true,
      packages: false,
      others: false,
    };
    return this.hub.open(request, reply, audience, () => this.standing.holds(request));
  }
}

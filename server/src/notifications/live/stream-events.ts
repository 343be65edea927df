import { streamEvents } from '@bookinda/contracts/notifications/routes';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { deskRoles, everyRole, managers, redeemers, type Staff, staff } from '../../identity/callers.js';
import { Standing } from '../../identity/standing.js';
import { Answers } from '../../platform/http/answers.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import type { Audience } from './audience.js';
import { LiveHub } from './live-hub.js';

/** NT-03: what happens at the member's tenant, as far as the role may read it. */
@Controller()
export class StreamEvents {
  constructor(
    private readonly hub: LiveHub,
    private readonly standing: Standing,
  ) {}

  @Answers(streamEvents, { to: staff(everyRole), media: 'text/event-stream', limit: { calls: 60, seconds: 60 } })
  handle(@By() caller: Staff, @Req() request: DeskRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.hub.open(request, reply, audienceOf(caller), () => this.standing.holds(request));
  }
}

function audienceOf({ tenantId, role }: Staff): Audience {
  return {
    tenantId,
    customerId: null,
    onlyTicket: null,
    onlyPerson: null,
    publicOnly: false,
    tickets: deskRoles.includes(role),
    packages: redeemers.includes(role),
    others: managers.includes(role),
  };
}

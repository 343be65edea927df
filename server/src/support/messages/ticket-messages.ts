import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Messages } from '../../notifications/message.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { deskReplied } from './desk-replied.js';
import { newTicketForTeam } from './new-ticket-for-team.js';
import { requesterReplied, requesterRepliedForSalon } from './requester-replied.js';
import { statusChanged } from './status-changed.js';
import { ticketClosed } from './ticket-closed.js';
import { type TicketFacts, ticketFacts } from './ticket-facts.js';
import { ticketReceived } from './ticket-received.js';

/** Everything a ticket says to people (BS-10). */
@Injectable()
export class TicketMessages implements OnModuleInit {
  constructor(
    private readonly messages: Messages,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.messages.declare<TicketFacts>({
      facts: (db, events) => ticketFacts(db, this.config, events),
      readers: ['AGENT'],
      conversation: ({ event }) => `ticket-${event.ticketId}`,
      siteKey: ({ siteKey }) => siteKey,
      messages: [
        ticketReceived,
        newTicketForTeam,
        deskReplied,
        requesterReplied,
        requesterRepliedForSalon,
        statusChanged,
        ticketClosed,
      ],
    });
  }
}

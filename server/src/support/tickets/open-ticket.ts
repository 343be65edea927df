import { limits } from '@bookinda/contracts/limits';
import { OpenTicket as OpenTicketInput } from '@bookinda/contracts/support/open-ticket.dto';
import { openTicket } from '@bookinda/contracts/support/routes';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Customer, type Visitor, visitors } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { byCustomer, languageOf, type Opening, openTicketFor } from './opening.js';
import { ProofOfWork } from './proof-of-work.js';
import { Requesters } from './requesters.js';

/** WX-01: a ticket from a page: a visitor pays with a proof of work and names an address; a proven customer needs neither. */
@Controller()
export class OpenTicket {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
    private readonly proofs: ProofOfWork,
  ) {}

  @Answers(openTicket, {
    to: visitors,
    retry: 'required',
    retryIgnores: ['proof', 'website'],
    status: 201,
    limit: { calls: 20, seconds: 60 },
  })
  async handle(
    @By() caller: Visitor | Customer,
    @Input() input: OpenTicketInput,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketReceipt> {
    if (input.metadata && JSON.stringify(input.metadata).length > limits.metadataBytes) {
      throw Refusal.field('metadata', 'too-large', `At most ${limits.metadataBytes} bytes as JSON.`);
    }
    const who = await this.requesters.onPage(caller);
    const written = {
      words: input,
      language: languageOf(input.language),
      reference: input.reference ?? null,
      metadata: input.metadata ?? null,
    };
    const opening: Opening =
      caller.kind === 'customer'
        ? { ...written, ...byCustomer(caller, who) }
        : { ...written, ...this.stranger(caller, input), fileOwner: who.fileOwner };
    return openTicketFor(this.db, who, opening, retry);
  }

  private stranger(caller: Visitor, input: OpenTicketInput): Omit<Opening, 'words' | 'language' | 'fileOwner'> {
    if (!input.email) throw Refusal.field('email', 'missing', 'Please give an e-mail address for the answer.');
    if (input.followUpOf) throw Refusal.field('followUpOf', 'unknown', 'There is no such ticket.');
    // A robot learns nothing from the answer: it looks like a missing proof.
    if (input.website) throw new Refusal('proof-required');
    const name = input.name?.trim() || (input.email.split('@')[0] ?? input.email);
    return {
      actor: { kind: 'requester', id: null, name },
      customerId: null,
      followUpWithin: null,
      name,
      email: input.email,
      person: null,
      siteKeyOfVisitor: caller.siteKeyId,
      proofSalt: this.proofs.checkForTicket(caller, input.proof),
    };
  }
}

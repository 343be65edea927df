import { limits } from '@bookinda/contracts/limits';
import { OpenPackageTicket as OpenPackageTicketInput } from '@bookinda/contracts/packages/open-package-ticket.dto';
import { openPackageTicket } from '@bookinda/contracts/packages/routes';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import { Controller } from '@nestjs/common';
import { type Customer, customers } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { found, Refusal } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { byCustomer, languageOf, openTicketIn } from '../../support/tickets/opening.js';
import { Requesters } from '../../support/tickets/requesters.js';
import { lockedPackage } from '../sold/sold-package.js';
import { type Standing, standingOf } from './evidence.js';
import { enterMatter, openMatter } from './matter.js';
import { disputeSubject, renewalSubject, renewalWish, spokenFrom } from './matter-words.js';

/**
 * PK-21: "Something wrong?" on a step of her card, or "once more, please": a ticket on the salon's desk, and the step and
 * the card as they stand at this moment, in one transaction under the package's lock. One open ticket per step.
 */
@Controller()
export class OpenPackageTicket {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
    private readonly requesters: Requesters,
  ) {}

  @Answers(openPackageTicket, { to: customers, retry: 'required', status: 201, limit: { calls: 20, seconds: 60 } })
  async handle(
    @By() caller: Customer,
    @Id('id') id: string,
    @Input() input: OpenPackageTicketInput,
    @Retry() retry: RetryKey | null,
  ): Promise<TicketReceipt> {
    const { about, uploads = [] } = input;
    const step = about === 'dispute' ? (input.step ?? null) : null;
    const today = await this.day.today(caller);
    const zone = await this.day.zoneOf(caller);
    const who = await this.requesters.onPage(caller);
    return writeOnce(this.db, caller, retry, async (tx) => {
      await lockedPackage(tx, caller.tenantId, id, today);
      const standing = found(await standingOf(tx, caller.tenantId, id, step, today));
      if (step !== null && standing.step === null) throw new Refusal('not-found');
      const ticket = await openMatter(tx, caller.tenantId, { kind: about, packageId: id, step });
      if (ticket) throw new Refusal('already-open', `Please write to ${ticket.number}.`, { ticket });
      const language = languageOf(input.language ?? (await languageOfCustomer(tx, caller)));
      const receipt = await openTicketIn(tx, who, {
        words: { type: await categoryFor(tx, caller.tenantId), ...wordsOf(input, standing, language, zone), uploads },
        ...byCustomer(caller, who),
        language,
        about: { kind: about, packageId: id, step },
      });
      await enterMatter(tx, caller.tenantId, receipt.id, { kind: about, packageId: id, step }, standing);
      return receipt;
    });
  }
}

function wordsOf({ description }: OpenPackageTicketInput, { card, step, day }: Standing, tag: string, zone: string) {
  const language = spokenFrom(tag);
  const { name } = card;
  const subject =
    step && day ? disputeSubject(language, name, { kind: step.kind, day }, zone) : renewalSubject(language, name);
  return { subject: subject.slice(0, limits.subject), description: description ?? renewalWish(language, name) };
}

async function languageOfCustomer(tx: Tx, { tenantId, customerId }: Customer): Promise<string | undefined> {
  const sql = 'SELECT language FROM customer WHERE tenant_id = $1 AND id = $2';
  return (await tx.row<{ language: string }>(sql, [tenantId, customerId]))?.language;
}

/** Billing where the desk has it, else what stands first: packages are money, whatever words a desk has for it. */
async function categoryFor(tx: Tx, tenantId: string): Promise<string> {
  const sql = `SELECT code FROM ticket_category WHERE tenant_id = $1 AND NOT retired ORDER BY code <> 'BILLING', position LIMIT 1`;
  return found(await tx.row<{ code: string }>(sql, [tenantId])).code;
}

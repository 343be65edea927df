import type { TransferReceipt } from '@bookinda/contracts/packages/package';
import { transferSessions } from '@bookinda/contracts/packages/routes';
import { TransferSessions as TransferSessionsInput } from '@bookinda/contracts/packages/transfer-sessions.dto';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../identity/actor.js';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { enterStep } from '../ledger/enter-step.js';
import { receiptOf } from '../sold/package-receipt.js';
import { enterSale, mustBePerson } from '../sold/sale.js';
import { lockedPackage } from '../sold/sold-package.js';
import { type Share, shareOf } from './share.js';

/** What goes where. */
interface Moving {
  from: string;
  to: string;
  giver: string;
  receiver: string;
  sessions: number;
  reason: string;
  share: Share;
}

/**
 * PK-19: sessions of one service go to another customer as a package of their own, valid as long, with their part of the price
 * and of what was paid. Nothing is sold and nobody pays: sums over both packages stay. One transaction under the giving
 * package's lock, so that a last session is either redeemed or transferred.
 */
@Controller()
export class TransferSessions {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(transferSessions, { to: staff(managers), retry: 'required', status: 201 })
  async handle(
    @By() caller: Staff,
    @Id('id') from: string,
    @Input() input: TransferSessionsInput,
    @Retry() retry: RetryKey,
  ): Promise<TransferReceipt> {
    const { tenantId } = caller;
    const [to, today] = [uuidv7(), await this.day.today(caller)];
    const { customer: receiver, sessions } = input;
    return writeOnce(this.db, caller, retry, async (tx) => {
      const sold = await lockedPackage(tx, tenantId, from, today);
      sold.transfer();
      const { customerId: giver, templateId, name, currency, expiresOn } = sold.facts;
      if (giver === receiver) throw Refusal.field('customer', 'same', 'The package is this customer’s already.');
      await mustBePerson(tx, tenantId, receiver);
      const share = await shareOf(tx, tenantId, from, input);
      const moving = { from, to, giver, receiver, sessions, reason: input.reason.trim(), share };
      const { line, price, original } = share;
      const made = await enterSale(tx, tenantId, {
        id: to,
        customer: receiver,
        name,
        currency,
        templateId,
        services: [{ name: line.name, quantity: sessions, unitPrice: line.unitPrice }],
        price,
        original: original ?? price,
        purchasedOn: today,
        expiresOn,
        transferredFrom: from,
      });
      const steps = await this.#enter(tx, caller, moving, made.services[0] ?? '');
      return {
        ...(await receiptOf(tx, tenantId, from, steps.out, today)),
        received: await receiptOf(tx, tenantId, to, steps.in, today),
      };
    });
  }

  /** Both steps name each other's package; each is told to its own customer. */
  async #enter(tx: Tx, caller: Staff, moving: Moving, service: string): Promise<{ out: string; in: string }> {
    const { tenantId } = caller;
    const { from, to, giver, receiver, sessions, reason, share } = moving;
    const actor = actorOf(caller);
    const out = await enterStep(tx, tenantId, from, {
      kind: 'transfer-out',
      service: share.line.id,
      sessions,
      price: -share.price,
      paid: -share.paid,
      other: to,
      reason,
      actor,
    });
    await tx.rows(
      'UPDATE sold_package SET original_moved = original_moved + $3 WHERE tenant_id = $1 AND id = $2 AND original_price IS NOT NULL',
      [tenantId, from, share.original ?? 0],
    );
    const came = await enterStep(tx, tenantId, to, {
      kind: 'transfer-in',
      service,
      sessions: 0,
      price: share.price,
      paid: share.paid,
      other: from,
      reason,
      actor,
    });
    const data = { serviceName: share.line.name, sessions };
    const gone = { kind: 'sessions-transferred', packageId: from, customerId: giver };
    await recordEvent(tx, caller, { ...gone, actor, public: true, data: { ...data, step: out.id } });
    const got = { kind: 'sessions-received', packageId: to, customerId: receiver };
    await recordEvent(tx, caller, { ...got, actor, public: true, data: { ...data, step: came.id } });
    return { out: out.id, in: came.id };
  }
}

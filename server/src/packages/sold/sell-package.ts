import type { PackageReceipt } from '@bookinda/contracts/packages/package';
import { sellPackage } from '@bookinda/contracts/packages/routes';
import { SellPackage as SellPackageInput } from '@bookinda/contracts/packages/sell-package.dto';
import type { LocalDate } from '@bookinda/contracts/values';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, sellers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { enterNote } from '../notes/note.js';
import { isInCoins } from '../offer/coins.js';
import { currencyOf } from '../offer/template.js';
import { givenTermsOf, lastDay, type Terms } from '../offer/terms.js';
import { receiptOf } from './package-receipt.js';
import { enterSale, heldTemplate, mustBePerson, type Snapshot, takeFirstPayment, tellSale } from './sale.js';

/** PK-01: sells a package from a template or custom. What was sold is a snapshot; a first payment and a note may come with it. */
@Controller()
export class SellPackage {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(sellPackage, { to: staff(sellers, 'packages:write'), retry: 'required', status: 201 })
  async handle(
    @By() caller: DeskCaller,
    @Input() input: SellPackageInput,
    @Retry() retry: RetryKey,
  ): Promise<PackageReceipt> {
    const { tenantId } = caller;
    const [id, actor, today] = [uuidv7(), actorOf(caller), await this.day.today(caller)];
    return writeOnce(this.db, caller, retry, async (tx) => {
      await mustBePerson(tx, tenantId, input.customer);
      const what = input.template ? await fromTemplate(tx, tenantId, input) : await custom(tx, tenantId, input);
      const expiresOn = expiryOf(input, what, today);
      await enterSale(tx, tenantId, { id, customer: input.customer, purchasedOn: today, expiresOn, ...what });
      await tellSale(tx, tenantId, { id, customer: input.customer, actor });
      const facts = { ...what, id, customerId: input.customer, expiresOn };
      if (input.payment) await takeFirstPayment(tx, tenantId, facts, input.payment, { actor, today });
      if (input.note) await enterNote(tx, tenantId, id, { text: input.note.trim(), pinned: false, author: actor });
      return receiptOf(tx, tenantId, id, id, today);
    });
  }
}

async function fromTemplate(tx: Tx, tenantId: string, input: SellPackageInput): Promise<Snapshot & Terms> {
  for (const field of ['services', 'discountPercent', 'discountAmount', 'validDays', 'validMonths'] as const)
    if (input[field] !== undefined) throw Refusal.field(field, 'exclusive', 'The template says this.');
  const template = await heldTemplate(tx, tenantId, input.template);
  if (!template) throw Refusal.field('template', 'unknown', 'No template has this id.');
  if (template.retired) throw Refusal.field('template', 'retired', 'This template is not sold any more.');
  const { price, currency } = template.sells;
  if (!isInCoins(price, currency))
    throw Refusal.field(
      'template',
      'below-smallest-coin',
      'Its price has no coins in this currency: edit the template first.',
    );
  return { ...template.sells, name: input.name?.trim() ?? template.sells.name };
}

async function custom(tx: Tx, tenantId: string, input: SellPackageInput): Promise<Snapshot & Terms> {
  const { name, services } = input;
  if (name === undefined) throw Refusal.field('name', 'missing', 'Name the package.');
  if (services === undefined) throw Refusal.field('services', 'missing', 'Say what is in it.');
  const currency = await currencyOf(tx, tenantId);
  return { ...givenTermsOf({ ...input, services }, currency), name: name.trim(), currency, templateId: null };
}

function expiryOf(input: SellPackageInput, terms: Terms, today: LocalDate): LocalDate | null {
  const { expiresOn } = input;
  if (expiresOn === undefined) return lastDay(today, terms);
  if (input.validDays || input.validMonths)
    throw Refusal.field('expiresOn', 'exclusive', 'Either a date, or days or months.');
  if (expiresOn < today) throw Refusal.field('expiresOn', 'past', 'This day is over.');
  return expiresOn;
}

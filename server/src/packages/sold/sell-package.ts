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
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { enterStep } from '../ledger/enter-step.js';
import { enterNote } from '../notes/note.js';
import { currencyOf } from '../offer/template.js';
import { lastDay, type PricedTerms, type Terms, termsOf } from '../offer/terms.js';
import { receiptOf } from './package-receipt.js';
import { SoldPackage } from './sold-package.js';

/** What is sold: a name, its terms, and where they came from. */
interface Snapshot extends PricedTerms {
  name: string;
  currency: string;
  templateId: string | null;
}

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
      const about = { actor, packageId: id, customerId: input.customer, public: true };
      await recordEvent(tx, caller, { kind: 'package-sold', ...about, data: { step: id } });
      if (input.payment) {
        const facts = { ...what, id, customerId: input.customer, paid: 0, remaining: 1, expiresOn, cancelled: false };
        const amount = new SoldPackage(facts, today).payment(input.payment);
        const { method, paidOn = today } = input.payment;
        const payment = await enterStep(tx, tenantId, id, { kind: 'payment', amount, method, paidOn, actor });
        const data = { step: payment.id, amount, atSale: true };
        await recordEvent(tx, caller, { kind: 'payment-received', ...about, data });
      }
      if (input.note) await enterNote(tx, tenantId, id, { text: input.note.trim(), pinned: false, author: actor });
      return receiptOf(tx, tenantId, id, id, today);
    });
  }
}

/** A salon as customer of the platform's desk buys no packages. */
async function mustBePerson(tx: Tx, tenantId: string, customer: string): Promise<void> {
  const known = await tx.row('SELECT FROM customer WHERE tenant_id = $1 AND id = $2 AND represents IS NULL', [
    tenantId,
    customer,
  ]);
  if (!known) throw Refusal.field('customer', 'unknown', 'Nobody has this id.');
}

/** The template is held until the sale is on disk, so that what is sold is what it said. */
async function fromTemplate(tx: Tx, tenantId: string, input: SellPackageInput): Promise<Snapshot> {
  for (const field of ['services', 'discountPercent', 'discountAmount', 'validDays', 'validMonths'] as const)
    if (input[field] !== undefined) throw Refusal.field(field, 'exclusive', 'The template says this.');
  const template = await tx.row<Terms & { name: string; currency: string; retired: boolean }>(
    `SELECT t.name, t.currency, t.services, t.discount_percent AS "discountPercent", t.discount_amount::float8 AS "discountAmount",
       t.valid_days AS "validDays", t.valid_months AS "validMonths", t.retired_at IS NOT NULL AS retired
     FROM package_template t WHERE t.tenant_id = $1 AND t.id = $2 FOR KEY SHARE`,
    [tenantId, input.template],
  );
  if (!template) throw Refusal.field('template', 'unknown', 'No template has this id.');
  if (template.retired) throw Refusal.field('template', 'retired', 'This template is not sold any more.');
  const { name, currency } = template;
  return {
    ...termsOf(template, currency),
    name: input.name?.trim() ?? name,
    currency,
    templateId: input.template ?? null,
  };
}

async function custom(tx: Tx, tenantId: string, input: SellPackageInput): Promise<Snapshot> {
  const { name, services } = input;
  if (name === undefined) throw Refusal.field('name', 'missing', 'Name the package.');
  if (services === undefined) throw Refusal.field('services', 'missing', 'Say what is in it.');
  const currency = await currencyOf(tx, tenantId);
  return { ...termsOf({ ...input, services }, currency), name: name.trim(), currency, templateId: null };
}

function expiryOf(input: SellPackageInput, terms: Terms, today: LocalDate): LocalDate | null {
  const { expiresOn } = input;
  if (expiresOn === undefined) return lastDay(today, terms);
  if (input.validDays || input.validMonths)
    throw Refusal.field('expiresOn', 'exclusive', 'Either a date, or days or months.');
  if (expiresOn < today) throw Refusal.field('expiresOn', 'past', 'This day is over.');
  return expiresOn;
}

async function enterSale(
  tx: Tx,
  tenantId: string,
  sale: Snapshot & { id: string; customer: string; purchasedOn: LocalDate; expiresOn: LocalDate | null },
): Promise<void> {
  const { id, services, original, price } = sale;
  await tx.rows(
    `INSERT INTO sold_package (tenant_id, id, customer_id, template_id, name, currency, price, original_price, remaining, purchased_on, expires_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tenantId,
      id,
      sale.customer,
      sale.templateId,
      sale.name,
      sale.currency,
      price,
      original > price ? original : null,
      services.reduce((sum, { quantity }) => sum + quantity, 0),
      sale.purchasedOn,
      sale.expiresOn,
    ],
  );
  await tx.rows(
    `INSERT INTO package_service (tenant_id, package_id, name, position, total, unit_price)
     SELECT $1, $2, s ->> 'name', n - 1, (s ->> 'quantity')::int, (s ->> 'unitPrice')::bigint FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS line(s, n)`,
    [tenantId, id, JSON.stringify(services)],
  );
}

import { type PaymentMethod, paymentMethods } from '@bookinda/contracts/packages/payment';
import type { TakePayment } from '@bookinda/contracts/packages/payment.dto';
import type { Money } from '@bookinda/contracts/values';
import { html, nothing } from 'lit';
import { errorHint, type FieldErrors } from '../shell/field-errors.js';
import type { Words } from '../words/en.js';
import { readMoney } from './typed-money.js';

export const paymentKinds = ['none', 'rest', 'part'] as const;

/** Money that comes with a sale, while somebody types it. */
export interface TypedPayment {
  kind: (typeof paymentKinds)[number];
  amount: string;
  method: PaymentMethod;
}

export const noPayment: TypedPayment = { kind: 'none', amount: '', method: 'cash' };

/** As the server takes it, or what is wrong with the amount. */
export function readFirstPayment(
  { kind, amount: typed, method }: TypedPayment,
  price: Money,
): { payment?: TakePayment; wrong?: string } {
  if (kind === 'none' || price.amount === 0) return {};
  if (kind === 'rest') return { payment: { rest: true, method } };
  const { amount, wrong } = readMoney(typed, price.currency, { most: price.amount });
  return wrong ? { wrong } : { payment: { amount, method } };
}

/** How much of it, by what means; `fieldStyles` dress it. */
export function firstPaymentFields(
  typed: TypedPayment,
  { words, currency, errors }: { words: Words; currency: string; errors: FieldErrors },
  change: (typed: TypedPayment) => void,
) {
  const value = (event: Event) => (event.target as HTMLInputElement).value;
  return html`<div class="fields">
    <wa-select size="s" label=${words.sell.payment} .value=${typed.kind} @change=${(event: Event) => change({ ...typed, kind: value(event) as TypedPayment['kind'] })}>
      ${paymentKinds.map((kind) => html`<wa-option value=${kind}>${words.sell.payments[kind]}</wa-option>`)}
    </wa-select>
    ${typed.kind === 'part' ? html`<wa-input size="s" name="payment.amount" inputmode="decimal" label=${words.money.amount(currency)} .value=${typed.amount} @input=${(event: Event) => change({ ...typed, amount: value(event) })}>${errorHint(errors, 'payment.amount')}</wa-input>` : nothing}
    ${
      typed.kind === 'none'
        ? nothing
        : html`<wa-select size="s" label=${words.money.method} .value=${typed.method} @change=${(event: Event) => change({ ...typed, method: value(event) as PaymentMethod })}>
          ${paymentMethods.map((method) => html`<wa-option value=${method}>${words.methods[method]}</wa-option>`)}
        </wa-select>`
    }
  </div>`;
}

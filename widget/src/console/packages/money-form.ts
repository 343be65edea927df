import { limits } from '@bookinda/contracts/limits';
import type { PackageCard, PackageReceipt } from '@bookinda/contracts/packages/package';
import { type PaymentMethod, paymentMethods } from '@bookinda/contracts/packages/payment';
import { refundPayment, takePayment } from '@bookinda/contracts/packages/routes';
import { formatMoney, type Money } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { ProblemError } from '../../platform/problem-error.js';
import { sheet } from '../look/styles.js';
import { DeskForm } from '../shell/desk-form.js';
import { errorHint } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { say } from '../shell/toasts.js';
import { dateField } from './date-field.js';
import { fieldStyles } from './field.styles.js';
import { readMoney } from './typed-money.js';

/** PK-12: a payment, in part or the rest; PK-14: money given back. Emits `desk-card`, and `desk-close` when it is done. */
@customElement('desk-money-form')
export class MoneyForm extends DeskForm {
  static override styles = [sheet, fieldStyles];

  @property({ attribute: false }) card!: PackageCard;
  @property() kind: 'payment' | 'refund' = 'payment';
  @state() private amount = '';
  @state() private method: PaymentMethod = 'cash';
  @state() private day = '';
  @state() private reason = '';

  get #most(): Money {
    const { price, paid } = this.card;
    return this.kind === 'refund' ? paid : { ...price, amount: price.amount - paid.amount };
  }

  async #send(rest = false): Promise<void> {
    const { amount: most, currency } = this.#most;
    const { amount, wrong } = rest ? { amount: most } : readMoney(this.amount, currency, { most });
    await this.attempt(wrong ? { amount: wrong } : {}, async () => {
      if (amount === undefined) return;
      const receipt = await this.#record(rest ? null : amount);
      this.key = newKey();
      const sum = formatMoney({ amount, currency }, this.language);
      say(this.kind === 'refund' ? this.words.money.refunded(sum) : this.words.money.taken(sum));
      this.emit('desk-card', receipt.card);
      this.emit('desk-close');
    });
  }

  protected override refused(error: unknown): void {
    if (error instanceof ProblemError && error.code === 'out-of-bounds')
      Object.assign(this, { errors: { amount: this.words.money.moreThanPaid }, refusal: '' });
    this.emit('desk-stale');
  }

  /** `amount` null: the rest, whatever it is by then. */
  #record(amount: number | null): Promise<PackageReceipt> {
    const { method, day, card } = this;
    const options = { params: { id: card.id }, idempotencyKey: this.key };
    const reason = this.reason.trim();
    if (this.kind === 'refund')
      return ask(refundPayment, { amount: amount ?? 0, method, ...(reason ? { reason } : {}) }, options);
    const paidOn = day && day !== card.today ? { paidOn: day } : {};
    return ask(takePayment, { ...(amount === null ? { rest: true } : { amount }), method, ...paidOn }, options);
  }

  override render() {
    const { words, language, card, kind } = this;
    const most = this.#most;
    const action = kind === 'refund' ? words.money.refund : words.money.take;
    return html`<form class="stack tight" novalidate aria-label=${action} @submit=${(event: Event) => {
      event.preventDefault();
      this.#send();
    }}>
      <div class="fields">
        <wa-input size="s" name="amount" inputmode="decimal" autocomplete="off" label=${words.money.amount(most.currency)} .value=${this.amount} @input=${(event: Event) => Object.assign(this, { amount: (event.target as HTMLInputElement).value, errors: {} })}>${errorHint(this.errors, 'amount')}</wa-input>
        <wa-select size="s" label=${words.money.method} .value=${this.method} @change=${(event: Event) => (this.method = (event.target as HTMLSelectElement).value as PaymentMethod)}>
          ${paymentMethods.map((method) => html`<wa-option value=${method}>${words.methods[method]}</wa-option>`)}
        </wa-select>
        ${
          kind === 'payment'
            ? dateField({
                label: words.money.day,
                value: this.day || card.today,
                max: card.today,
                wrong: this.errors['paidOn'],
                change: (day) => (this.day = day),
              })
            : html`<wa-input size="s" label=${words.money.refundReason} hint=${words.common.staffOnly} maxlength=${limits.reason} .value=${this.reason} @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}></wa-input>`
        }
      </div>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
      <div class="row">
        <wa-button size="s" type="submit" variant="brand" ?loading=${this.busy}>${action}</wa-button>
        ${kind === 'payment' ? html`<wa-button size="s" appearance="outlined" @click=${() => this.#send(true)}>${words.money.rest(formatMoney(most, language))}</wa-button>` : nothing}
        <wa-button size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.common.cancel}</wa-button>
      </div>
    </form>`;
  }
}

import { limits } from '@bookinda/contracts/limits';
import {
  type CancelReason,
  cancelReasons,
  type PackageCard,
  type RefundProposal,
} from '@bookinda/contracts/packages/package';
import { smallestShown } from '@bookinda/contracts/packages/package-price';
import { type PaymentMethod, paymentMethods } from '@bookinda/contracts/packages/payment';
import { cancelPackage, proposeRefund, refundPayment } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/checkbox/checkbox.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { isDecided } from '../shell/desk-form.js';
import { errorHint, type FieldErrors, fieldErrors } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { whenClosed } from '../shell/when-closed.js';
import { fieldStyles } from './field.styles.js';
import { readMoney, typeable } from './typed-money.js';

/** PK-14: ends a package, and gives money back in the same go where that is fair. */
@customElement('desk-cancel-package')
export class CancelPackageDialog extends DeskElement {
  static override styles = [
    sheet,
    fieldStyles,
    css`
      wa-dialog {
        --width: 520px;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 4px 16px;
        font-size: 0.875rem;
      }
      dd {
        text-align: end;
      }
      .fair {
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) card!: PackageCard;
  @state() private proposal: RefundProposal | null = null;
  @state() private reason: CancelReason | '' = '';
  @state() private note = '';
  @state() private gives = false;
  @state() private amount = '';
  @state() private method: PaymentMethod = 'cash';
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;
  /** The cancellation is written; only the money is missing. */
  @state() private cancelled = false;
  #keys = { cancel: newKey(), refund: newKey() };

  override connectedCallback(): void {
    super.connectedCallback();
    this.#propose();
  }

  async #propose(): Promise<void> {
    if (this.card.paid.amount === 0) return;
    try {
      this.proposal = await ask(proposeRefund, undefined, { params: { id: this.card.id } });
      this.amount = typeable(this.proposal.fair.amount, this.proposal.fair.currency);
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  /** Minor units to give back; 0 = nothing; null when what is typed is no such amount. */
  #refund(): number | null {
    const { amount: most, currency } = this.card.paid;
    if (!this.gives) return 0;
    const { amount, wrong } = readMoney(this.amount, currency, { most });
    if (wrong) this.errors = { ...this.errors, amount: wrong };
    return amount ?? null;
  }

  async #confirm(): Promise<void> {
    if (this.busy) return;
    this.errors = this.reason ? {} : { reason: this.words.fields.required };
    const refund = this.#refund();
    const first = Object.keys(this.errors)[0];
    if (refund === null || !this.reason) return this.renderRoot.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
    this.busy = true;
    this.refusal = '';
    try {
      if (!this.cancelled) await this.#cancel(this.reason);
      if (refund > 0) await this.#giveBack(refund);
      say(this.words.cancelling.done(this.card.name));
      this.emit('desk-close');
    } catch (error) {
      if (isDecided(error)) this.#keys = { cancel: this.cancelled ? this.#keys.cancel : newKey(), refund: newKey() };
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  async #cancel(reason: CancelReason): Promise<void> {
    const note = this.note.trim();
    const { card } = await ask(
      cancelPackage,
      { reason, ...(note ? { note } : {}) },
      { params: { id: this.card.id }, idempotencyKey: this.#keys.cancel },
    );
    this.cancelled = true;
    this.emit('desk-card', card);
  }

  async #giveBack(amount: number): Promise<void> {
    const { card } = await ask(
      refundPayment,
      { amount, method: this.method },
      { params: { id: this.card.id }, idempotencyKey: this.#keys.refund },
    );
    this.emit('desk-card', card);
  }

  override render() {
    const { words, card } = this;
    return html`<wa-dialog open label=${words.cancelling.title(card.name)} @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <form class="stack" novalidate @submit=${(event: Event) => {
        event.preventDefault();
        this.#confirm();
      }}>
        <p>${words.cancelling.hint}</p>
        <div role="alert">
          ${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}
          ${this.cancelled && !this.busy ? html`<p class="notice warn">${words.cancelling.half}</p>` : nothing}
        </div>
        ${this.cancelled ? nothing : this.#renderReason()}
        ${this.proposal ? this.#renderProposal(this.proposal) : nothing}
      </form>
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.cancelling.keep}</wa-button>
      <wa-button slot="footer" size="s" variant="danger" ?loading=${this.busy} @click=${this.#confirm}>${this.#action}</wa-button>
    </wa-dialog>`;
  }

  get #action(): string {
    const { cancelling } = this.words;
    if (!this.gives) return cancelling.confirm;
    const { currency } = this.card.paid;
    const { amount } = readMoney(this.amount, currency, { most: this.card.paid.amount });
    if (amount === undefined) return cancelling.confirm;
    const sum = formatMoney({ amount, currency }, this.language);
    return this.cancelled ? cancelling.retry(sum) : cancelling.confirmWith(sum);
  }

  #renderReason() {
    const { words } = this;
    return html`<wa-select size="s" name="reason" label=${words.cancelling.reason} .value=${this.reason || null} @change=${(event: Event) => (this.reason = (event.target as HTMLSelectElement).value as CancelReason)}>
        ${cancelReasons.map((reason) => html`<wa-option value=${reason}>${words.cancelling.reasons[reason]}</wa-option>`)}
        ${errorHint(this.errors, 'reason')}
      </wa-select>
      <wa-input size="s" label=${words.cancelling.note} hint=${words.common.staffOnly} maxlength=${limits.reason} .value=${this.note} @input=${(event: Event) => (this.note = (event.target as HTMLInputElement).value)}>${errorHint(this.errors, 'note')}</wa-input>`;
  }

  #renderProposal({ paid, usedValue, fair }: RefundProposal) {
    const { words, language } = this;
    return html`<dl class="number">
        <dt>${words.cancelling.paid}</dt><dd>${formatMoney(paid, language)}</dd>
        <dt>${words.cancelling.used}</dt><dd>${formatMoney(usedValue, language)}</dd>
        <dt class="fair">${words.cancelling.fair}</dt><dd class="fair">${formatMoney(fair, language)}</dd>
      </dl>
      <p class="quiet small">${words.cancelling.rounding(formatMoney({ amount: smallestShown(paid.currency), currency: paid.currency }, language))}</p>
      <wa-checkbox size="s" .checked=${this.gives} @change=${(event: Event) => (this.gives = (event.target as HTMLInputElement).checked)}>${words.cancelling.give}</wa-checkbox>
      ${
        this.gives
          ? html`<div class="fields">
            <wa-input size="s" name="amount" inputmode="decimal" label=${words.money.amount(paid.currency)} .value=${this.amount} @input=${(event: Event) => (this.amount = (event.target as HTMLInputElement).value)}>${errorHint(this.errors, 'amount')}</wa-input>
            <wa-select size="s" label=${words.money.method} .value=${this.method} @change=${(event: Event) => (this.method = (event.target as HTMLSelectElement).value as PaymentMethod)}>
              ${paymentMethods.map((method) => html`<wa-option value=${method}>${words.methods[method]}</wa-option>`)}
            </wa-select>
          </div>`
          : nothing
      }`;
  }
}

import type { PackageCard, RenewalProposal } from '@bookinda/contracts/packages/package';
import type { RenewPackage } from '@bookinda/contracts/packages/renew-package.dto';
import { proposeRenewal, renewPackage } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { ProblemError } from '../../platform/problem-error.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { type FieldErrors, fieldErrors } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { whenClosed } from '../shell/when-closed.js';
import { dateField } from './date-field.js';
import { fieldStyles } from './field.styles.js';
import { firstPaymentFields, noPayment, readFirstPayment, type TypedPayment } from './first-payment.js';

/** PK-19: the same once more to the same customer; shows price and validity before. `desk-renewed` on `window`, `desk-close`. */
@customElement('desk-renew-package')
export class RenewPackageDialog extends DeskElement {
  static override styles = [
    sheet,
    fieldStyles,
    css`
      wa-dialog {
        --width: 520px;
      }
    `,
  ];

  @property({ attribute: false }) card!: Pick<PackageCard, 'id' | 'name' | 'customer'>;
  @state() private proposal: RenewalProposal | null = null;
  @state() private expiresOn: string | null = null;
  @state() private paying: TypedPayment = noPayment;
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;
  #key = newKey();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#propose();
  }

  async #propose(): Promise<void> {
    try {
      this.proposal = await ask(proposeRenewal, undefined, { params: { id: this.card.id } });
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  async #renew(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy || !this.proposal) return;
    const { payment, wrong } = readFirstPayment(this.paying, this.proposal.price);
    this.errors = wrong ? { 'payment.amount': wrong } : {};
    if (wrong) return this.#focusError();
    const input: RenewPackage = { ...(payment ? { payment } : {}) };
    if (this.expiresOn && this.expiresOn !== this.proposal.expiresOn) input.expiresOn = this.expiresOn;
    this.busy = true;
    this.refusal = '';
    try {
      const { card } = await ask(renewPackage, input, { params: { id: this.card.id }, idempotencyKey: this.#key });
      say(this.words.sell.done(card.name));
      dispatchEvent(new CustomEvent('desk-renewed', { detail: card }));
      this.emit('desk-close');
    } catch (error) {
      // Without an answer it may be sold all the same: the next click is the same intent with the same key.
      if (error instanceof ProblemError && error.status !== 0) this.#key = newKey();
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
      else await this.#focusError();
    } finally {
      this.busy = false;
    }
  }

  async #focusError(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[name="${Object.keys(this.errors)[0]}"]`)?.focus();
  }

  override render() {
    const { words, language, proposal } = this;
    return html`<wa-dialog open label=${words.renewal.title(this.card.customer.name)} @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${proposal ? this.#renderForm(proposal) : this.refusal ? nothing : html`<div class="stack" aria-busy="true"><div class="bone"></div><div class="bone" style="width:60%"></div></div>`}
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.common.cancel}</wa-button>
      ${proposal ? html`<wa-button slot="footer" size="s" variant="brand" ?loading=${this.busy} @click=${this.#renew}>${words.sell.confirm(formatMoney(proposal.price, language))}</wa-button>` : nothing}
    </wa-dialog>`;
  }

  #renderForm(proposal: RenewalProposal) {
    const { words, language } = this;
    const { price, originalPrice, services, template, before } = proposal;
    const source = template ? words.renewal.byTemplate : words.renewal.asSold;
    return html`<form class="stack" novalidate @submit=${this.#renew}>
      ${before ? html`<p class="notice warn small">${words.renewal.before(calendarDay(before.on, language))}</p>` : nothing}
      <div class="notice">
        <span><strong>${proposal.name}</strong><br />${services.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')}<br />
        <strong class="number">${formatMoney(price, language)}</strong> ${originalPrice ? words.sell.instead(formatMoney(originalPrice, language)) : nothing}
        <br /><span class="quiet small">${source}</span></span>
      </div>
      ${dateField({
        label: words.sell.expiresOn,
        name: 'expiresOn',
        value: this.expiresOn ?? proposal.expiresOn ?? '',
        wrong: this.errors['expiresOn'],
        change: (day) => (this.expiresOn = day),
      })}
      ${firstPaymentFields(this.paying, { words, currency: price.currency, errors: this.errors }, (typed) => (this.paying = typed))}
    </form>`;
  }
}

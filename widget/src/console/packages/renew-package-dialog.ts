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
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskForm } from '../shell/desk-form.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { whenClosed } from '../shell/when-closed.js';
import { dateField } from './date-field.js';
import { fieldStyles } from './field.styles.js';
import { firstPaymentFields, noPayment, readFirstPayment, type TypedPayment } from './first-payment.js';

/** PK-19: the same once more to the same customer; shows price and validity before. `desk-renewed` on `window`, `desk-close`. */
@customElement('desk-renew-package')
export class RenewPackageDialog extends DeskForm {
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
    const { proposal } = this;
    if (!proposal) return;
    const { payment, wrong } = readFirstPayment(this.paying, proposal.price);
    await this.attempt(wrong ? { 'payment.amount': wrong } : {}, async () => {
      const input: RenewPackage = { ...(payment ? { payment } : {}) };
      if (this.expiresOn && this.expiresOn !== proposal.expiresOn) input.expiresOn = this.expiresOn;
      const { card } = await ask(renewPackage, input, { params: { id: this.card.id }, idempotencyKey: this.key });
      say(this.words.sell.done(card.name));
      dispatchEvent(new CustomEvent('desk-renewed', { detail: card }));
      this.emit('desk-close');
    });
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

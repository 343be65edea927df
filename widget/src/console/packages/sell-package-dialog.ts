import type { Customer } from '@bookinda/contracts/customers/customer';
import { limits } from '@bookinda/contracts/limits';
import { packagePrice } from '@bookinda/contracts/packages/package-price';
import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import { sellPackage } from '@bookinda/contracts/packages/routes';
import type { SellPackage } from '@bookinda/contracts/packages/sell-package.dto';
import { formatMoney, type Money } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import '@awesome.me/webawesome/dist/components/textarea/textarea.js';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskForm } from '../shell/desk-form.js';
import { errorHint, type FieldErrors, missing } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { whenClosed } from '../shell/when-closed.js';
import { dateField } from './date-field.js';
import { fieldStyles } from './field.styles.js';
import { firstPaymentFields, noPayment, readFirstPayment, type TypedPayment } from './first-payment.js';
import { contentsOf } from './offer-words.js';
import './package-terms.js';
import type { PackageTerms } from './package-terms.js';
import { readTemplates } from './read-templates.js';
import { emptyTerms, readTerms, type TypedTerms } from './typed-terms.js';

/** PK-01: sells a package to a customer, from a template or put together here, with a first payment. Emits `desk-sold` and `desk-close`. */
@customElement('desk-sell-package')
export class SellPackageDialog extends DeskForm {
  static override styles = [
    sheet,
    fieldStyles,
    css`
      wa-dialog {
        --width: 600px;
      }
    `,
  ];

  @property({ attribute: false }) customer!: Pick<Customer, 'id' | 'name'>;
  @state() private templates: PackageTemplate[] | null = null;
  /** A template's id; empty: put together here. */
  @state() private chosen = '';
  @state() private name = '';
  @state() private typed: TypedTerms = emptyTerms();
  @state() private expiresOn = '';
  @state() private paying: TypedPayment = noPayment;
  @state() private note = '';
  @query('desk-package-terms') private terms!: PackageTerms | null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#read();
  }

  async #read(): Promise<void> {
    try {
      this.templates = await readTemplates('active');
      this.chosen = this.templates[0]?.id ?? '';
    } catch (error) {
      this.templates = [];
      this.refusal = refusalText(error);
    }
  }

  get #template(): PackageTemplate | undefined {
    return this.templates?.find(({ id }) => id === this.chosen);
  }

  get #price(): Money {
    const { currency } = this.session.tenant;
    if (this.#template) return this.#template.price;
    const { terms } = readTerms(this.typed, currency);
    return { amount: packagePrice(terms.services, terms, currency).price, currency };
  }

  /** What is to be sold, and the wrong fields on the way. */
  #input(): { input: SellPackage; errors: FieldErrors } {
    const { currency } = this.session.tenant;
    const errors: FieldErrors = {};
    const input: SellPackage = { customer: this.customer.id };
    if (this.#template) input.template = this.#template.id;
    else {
      const { terms, errors: wrong } = readTerms(this.typed, currency);
      Object.assign(input, terms, { name: this.name.trim() });
      Object.assign(errors, missing({ name: this.name }), wrong);
    }
    if (this.#template && this.expiresOn) input.expiresOn = this.expiresOn;
    if (this.note.trim()) input.note = this.note.trim();
    const { payment, wrong } = readFirstPayment(this.paying, this.#price);
    if (wrong) errors['payment.amount'] = wrong;
    if (payment) input.payment = payment;
    return { input, errors };
  }

  async #sell(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.templates) return;
    const { input, errors } = this.#input();
    await this.attempt(errors, async () => {
      const { card } = await ask(sellPackage, input, { idempotencyKey: this.key });
      say(this.words.sell.done(card.name));
      this.emit('desk-sold', card);
      this.emit('desk-close');
    });
  }

  /** Terms have an element of their own. */
  protected override async focusError(): Promise<void> {
    await super.focusError();
    if (!this.renderRoot.querySelector(`[name="${Object.keys(this.errors)[0]}"]`)) await this.terms?.focusError();
  }

  override render() {
    const { words, language } = this;
    return html`<wa-dialog open label=${words.sell.title(this.customer.name)} @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      ${this.templates ? this.#renderForm(this.templates) : html`<div class="stack" aria-busy="true"><div class="bone"></div><div class="bone" style="width:60%"></div></div>`}
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.common.cancel}</wa-button>
      <wa-button slot="footer" size="s" variant="brand" ?loading=${this.busy} @click=${this.#sell}>${words.sell.confirm(formatMoney(this.#price, language))}</wa-button>
    </wa-dialog>`;
  }

  #renderForm(templates: PackageTemplate[]) {
    const { words, language } = this;
    return html`<form class="stack" novalidate @submit=${this.#sell}>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${
        templates.length === 0
          ? html`<p class="quiet small">${words.sell.noTemplates}</p>`
          : html`<wa-select size="s" name="template" label=${words.sell.what} .value=${this.chosen || 'custom'} @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}>
            ${templates.map((template) => html`<wa-option value=${template.id} .label=${template.name}>${template.name} · ${formatMoney(template.price, language)}</wa-option>`)}
            <wa-option value="custom">${words.sell.custom}</wa-option>
            ${errorHint(this.errors, 'template')}
          </wa-select>`
      }
      ${this.#template ? this.#renderOffer(this.#template) : this.#renderCustom()}
      ${firstPaymentFields(this.paying, { words, currency: this.session.tenant.currency, errors: this.errors }, (paying) => (this.paying = paying))}
      <wa-textarea size="s" rows="2" resize="auto" name="note" label=${words.sell.note} maxlength=${limits.note} .value=${this.note} @input=${(event: Event) => (this.note = (event.target as HTMLTextAreaElement).value)}>${errorHint(this.errors, 'note')}</wa-textarea>
    </form>`;
  }

  #choose(value: string): void {
    this.chosen = value === 'custom' ? '' : value;
    this.errors = {};
  }

  #renderOffer(template: PackageTemplate) {
    const { words, language } = this;
    const before = template.originalPrice.amount > template.price.amount;
    return html`<div class="notice">
        <span>${contentsOf(template, words)}<br /><strong class="number">${formatMoney(template.price, language)}</strong> ${before ? words.sell.instead(formatMoney(template.originalPrice, language)) : nothing}</span>
      </div>
      ${dateField({
        label: words.sell.expiresOn,
        name: 'expiresOn',
        value: this.expiresOn,
        wrong: this.errors['expiresOn'],
        change: (day) => (this.expiresOn = day),
      })}`;
  }

  #renderCustom() {
    const { words } = this;
    return html`<wa-input size="s" name="name" label=${words.sell.name} maxlength=${limits.name} .value=${this.name} @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}>${errorHint(this.errors, 'name')}</wa-input>
      <desk-package-terms .typed=${this.typed} .errors=${this.errors} @desk-terms=${(event: CustomEvent<TypedTerms>) => (this.typed = event.detail)}></desk-package-terms>`;
  }
}

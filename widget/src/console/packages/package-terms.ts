import { limits } from '@bookinda/contracts/limits';
import { packagePrice } from '@bookinda/contracts/packages/package-price';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { errorHint, type FieldErrors } from '../shell/field-errors.js';
import { fieldStyles } from './field.styles.js';
import { discountKinds, emptyLine, readTerms, type TypedLine, type TypedTerms, validityKinds } from './typed-terms.js';

/** PK-01: services × sessions, discount and validity, with the price while one types. Emits `desk-terms` with what is typed. */
@customElement('desk-package-terms')
export class PackageTerms extends DeskElement {
  static override styles = [
    sheet,
    fieldStyles,
    css`
      :host {
        container-type: inline-size;
      }
      .line {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 88px 128px 40px;
        gap: 8px;
        align-items: start;
      }
      .line .remove {
        margin-top: 28px;
      }
      @container (max-width: 479px) {
        .line {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 40px;
          padding-bottom: 12px;
          border-bottom: 1px solid var(--line);
        }
        .line > :first-child {
          grid-column: 1 / -1;
        }
      }
      .price {
        font-size: 1.125rem;
      }
    `,
  ];

  @property({ attribute: false }) typed!: TypedTerms;
  @property({ attribute: false }) errors: FieldErrors = {};

  #type(changes: Partial<TypedTerms>): void {
    this.emit('desk-terms', { ...this.typed, ...changes });
  }

  #typeLine(at: number, changes: Partial<TypedLine>): void {
    this.#type({ lines: this.typed.lines.map((line, n) => (n === at ? { ...line, ...changes } : line)) });
  }

  /** Puts the cursor into the first wrong field, if it is one of these. */
  async focusError(): Promise<void> {
    await this.updateComplete;
    const first = Object.keys(this.errors).find((path) => this.#field(path));
    if (first) this.#field(first)?.focus();
  }

  #field(path: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[name="${path}"]`);
  }

  override render() {
    const { words, typed } = this;
    return html`<div class="stack">
      <div class="stack tight" role="group" aria-label=${words.terms.services}>
        ${typed.lines.map((line, at) => this.#renderLine(line, at))}
        ${this.errors['services'] ? html`<p class="error">${this.errors['services']}</p>` : nothing}
        ${
          typed.lines.length < limits.packageServices
            ? html`<div><button type="button" class="link small" @click=${() => this.#type({ lines: [...typed.lines, emptyLine()] })}>${words.terms.add}</button></div>`
            : nothing
        }
      </div>
      ${this.#renderDiscount()} ${this.#renderValidity()} ${this.#renderPrice()}
    </div>`;
  }

  #renderLine(line: TypedLine, at: number) {
    const { words, session } = this;
    const text = (event: Event) => (event.target as HTMLInputElement).value;
    const path = (field: string) => `services.${at}.${field}`;
    return html`<div class="line" role="group" aria-label=${words.terms.line(at + 1)}>
      <wa-input size="s" name=${path('name')} label=${words.terms.service} maxlength=${limits.name} .value=${line.name} @input=${(event: Event) => this.#typeLine(at, { name: text(event) })}>${errorHint(this.errors, path('name'))}</wa-input>
      <wa-input size="s" name=${path('quantity')} inputmode="numeric" label=${words.terms.quantity} .value=${line.quantity} @input=${(event: Event) => this.#typeLine(at, { quantity: text(event) })}>${errorHint(this.errors, path('quantity'))}</wa-input>
      <wa-input size="s" name=${path('unitPrice')} inputmode="decimal" label=${words.terms.unitPrice(session.tenant.currency)} .value=${line.unitPrice} @input=${(event: Event) => this.#typeLine(at, { unitPrice: text(event) })}>${errorHint(this.errors, path('unitPrice'))}</wa-input>
      ${this.typed.lines.length > 1 ? html`<button type="button" class="plain remove" aria-label=${words.terms.remove(line.name)} @click=${() => this.#type({ lines: this.typed.lines.filter((_, n) => n !== at) })}>${icon('close', 16)}</button>` : nothing}
    </div>`;
  }

  #renderDiscount() {
    const { words, typed, session } = this;
    const percent = typed.discountKind === 'percent';
    const path = percent ? 'discountPercent' : 'discountAmount';
    return html`<div class="fields">
      <wa-select size="s" label=${words.terms.discount} .value=${typed.discountKind} @change=${(event: Event) => this.#type({ discountKind: (event.target as HTMLSelectElement).value as TypedTerms['discountKind'] })}>
        ${discountKinds.map((kind) => html`<wa-option value=${kind}>${words.terms.discounts[kind]}</wa-option>`)}
      </wa-select>
      ${typed.discountKind === 'none' ? nothing : html`<wa-input size="s" name=${path} inputmode=${percent ? 'numeric' : 'decimal'} label=${percent ? words.terms.percent : words.terms.discountAmount(session.tenant.currency)} .value=${typed.discount} @input=${(event: Event) => this.#type({ discount: (event.target as HTMLInputElement).value })}>${errorHint(this.errors, path)}</wa-input>`}
    </div>`;
  }

  #renderValidity() {
    const { words, typed } = this;
    const path = typed.validityKind === 'days' ? 'validDays' : 'validMonths';
    return html`<div class="fields">
      <wa-select size="s" label=${words.terms.validity} .value=${typed.validityKind} @change=${(event: Event) => this.#type({ validityKind: (event.target as HTMLSelectElement).value as TypedTerms['validityKind'] })}>
        ${validityKinds.map((kind) => html`<wa-option value=${kind}>${words.terms.validities[kind]}</wa-option>`)}
      </wa-select>
      ${typed.validityKind === 'none' ? nothing : html`<wa-input size="s" name=${path} inputmode="numeric" label=${words.terms[path]} .value=${typed.validity} @input=${(event: Event) => this.#type({ validity: (event.target as HTMLInputElement).value })}>${errorHint(this.errors, path)}</wa-input>`}
    </div>`;
  }

  #renderPrice() {
    const { words, language, session, typed } = this;
    const { currency } = session.tenant;
    const { terms } = readTerms(typed, currency);
    const { original, price } = packagePrice(terms.services, terms, currency);
    return html`<p class="number" role="status" aria-label=${words.sell.price}>
      ${words.sell.price}: <strong class="price">${formatMoney({ amount: price, currency }, language)}</strong>
      ${original > price ? html`<span class="quiet">${words.sell.instead(formatMoney({ amount: original, currency }, language))}</span>` : nothing}
    </p>`;
  }
}

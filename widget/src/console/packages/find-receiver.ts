import type { Customer } from '@bookinda/contracts/customers/customer';
import { listCustomers } from '@bookinda/contracts/customers/routes';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { refusalText } from '../shell/toasts.js';

/** Finds a customer by name or address. Emits `desk-receiver` with the customer, or null to choose again. */
@customElement('desk-find-receiver')
export class FindReceiver extends DeskElement {
  static override styles = [
    sheet,
    css`
      ul {
        display: grid;
        gap: 2px;
        margin-top: 4px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        overflow: hidden;
      }
      button.one {
        display: block;
        width: 100%;
        padding: 6px 12px;
        min-height: 36px;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      button.one:hover {
        background: var(--hover);
      }
      button.one:focus-visible {
        outline-offset: -2px;
      }
    `,
  ];

  /** Who cannot be chosen. */
  @property() except = '';
  @property({ attribute: false }) chosen: Customer | null = null;
  @property() wrong = '';
  @state() private typed = '';
  @state() private found: Customer[] | null = null;
  @state() private refusal = '';
  #search = gathered(() => this.#find(), 200);

  async #find(): Promise<void> {
    const q = this.typed.trim();
    if (!q) {
      this.found = null;
      return;
    }
    try {
      const { items } = await ask(listCustomers, { q, limit: 6 });
      if (q === this.typed.trim())
        Object.assign(this, { found: items.filter(({ id }) => id !== this.except), refusal: '' });
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  #type(event: Event): void {
    this.typed = (event.target as HTMLInputElement).value;
    this.#search();
  }

  async #choose(customer: Customer | null): Promise<void> {
    this.emit('desk-receiver', customer);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(customer ? 'button' : 'wa-input')?.focus();
  }

  override render() {
    const { words, chosen } = this;
    if (chosen)
      return html`<p class="row"><strong>${words.transfer.chosen(chosen.name)}</strong> <span class="quiet small">${chosen.email}</span>
        <button type="button" class="link small" @click=${() => this.#choose(null)}>${words.transfer.change}</button></p>`;
    return html`<wa-input size="s" name="customer" type="search" label=${words.transfer.find} placeholder=${words.transfer.findHint} autocomplete="off" .value=${this.typed} @input=${this.#type}>
        <span slot="start">${icon('search', 16)}</span>
        ${this.wrong ? html`<span slot="hint" class="error">${this.wrong}</span>` : nothing}
      </wa-input>
      <div aria-live="polite">
        ${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}
        ${this.found?.length === 0 ? html`<p class="quiet small">${words.transfer.noneFound}</p>` : nothing}
        ${
          this.found && this.found.length > 0
            ? html`<ul aria-label=${words.transfer.found}>${this.found.map((customer) => html`<li><button type="button" class="one" @click=${() => this.#choose(customer)}>${customer.name} <span class="quiet small">${customer.email}</span></button></li>`)}</ul>`
            : nothing
        }
      </div>`;
  }
}

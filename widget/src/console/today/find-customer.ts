import type { Customer } from '@bookinda/contracts/customers/customer';
import { readCode } from '@bookinda/contracts/customers/customer-code';
import { findByCode, listCustomers } from '@bookinda/contracts/customers/routes';
import { limits } from '@bookinda/contracts/limits';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { ProblemError } from '../../platform/problem-error.js';
import '../look/combo.js';
import type { Combo, ComboOption } from '../look/combo.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { refusalText } from '../shell/toasts.js';

/**
 * PK-07: one field for whoever stands at the desk: her name, her address, or the code on her phone, typed, read by a scanner
 * that types, or by the camera. Emits `desk-found` with the customer.
 */
@customElement('desk-find-customer')
export class FindCustomer extends DeskElement {
  static override styles = [
    sheet,
    css`
      .line {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 8px;
      }
      .scan {
        min-height: 48px;
        min-width: 48px;
        border: 1px solid var(--strong);
        background: var(--surface);
      }
      .small {
        margin-top: 4px;
      }
      @media (max-width: 479px) {
        .scan span {
          display: none;
        }
      }
    `,
  ];

  @state() private typed = '';
  @state() private found: Customer[] = [];
  @state() private problem = '';
  @state() private scanning = false;
  @query('desk-combo') private field!: Combo;
  #asking?: AbortController;
  #search = gathered(() => this.#find(), 180);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  /** Empties the field for the next customer. */
  async next(): Promise<void> {
    Object.assign(this, { typed: '', found: [], problem: '' });
    await this.updateComplete;
    this.field.focus();
  }

  #type(typed: string): void {
    Object.assign(this, { typed, problem: '' });
    if (!typed.trim()) this.found = [];
    this.#search();
  }

  /** A code is asked for first; what only looks like one is a name like any other. */
  async #find(): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const q = this.typed.trim();
    if (!q) return;
    try {
      if (await this.#openCode(q, signal)) return;
      const { items } = await ask(listCustomers, { q, limit: 8 }, { signal });
      if (signal.aborted) return;
      this.found = items;
      const { today } = this.words;
      this.problem = items.length > 0 ? '' : readCode(q) ? today.codeUnknown : today.noneFound;
    } catch (error) {
      if (!signal.aborted) this.problem = refusalText(error);
    }
  }

  async #openCode(typed: string, signal?: AbortSignal): Promise<boolean> {
    const code = readCode(typed);
    if (!code) return false;
    try {
      const customer = await ask(findByCode, { code }, { signal });
      if (!signal?.aborted) this.#open(customer);
      return true;
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'not-found') return false;
      throw error;
    }
  }

  #open(customer: Customer): void {
    Object.assign(this, { typed: '', found: [], problem: '', scanning: false });
    this.emit('desk-found', customer);
  }

  #pick({ id }: ComboOption): void {
    const customer = this.found.find((one) => one.id === id);
    if (customer) this.#open(customer);
  }

  async #scan(): Promise<void> {
    await import('./scan-code-dialog.js');
    this.scanning = true;
  }

  async #scanned(code: string): Promise<void> {
    this.scanning = false;
    try {
      if (!(await this.#openCode(code))) this.problem = this.words.today.codeUnknown;
    } catch (error) {
      this.problem = refusalText(error);
    }
  }

  override render() {
    const { words } = this;
    const options = this.found.map(({ id, name, email, phone }) => ({ id, label: name, detail: email ?? phone ?? '' }));
    return html`<div class="line" role="search">
        <desk-combo large eager unlabelled autofocus icon="search" label=${words.today.find} placeholder=${words.today.findHint} maxlength=${limits.search} .value=${this.typed} .options=${options}
          @desk-typed=${(event: CustomEvent<string>) => this.#type(event.detail)} @desk-picked=${(event: CustomEvent<ComboOption>) => this.#pick(event.detail)} @desk-entered=${() => this.#find()}></desk-combo>
        <button type="button" class="plain scan" aria-label=${words.today.scan} @click=${this.#scan}>${icon('scan')}<span>${words.today.scan}</span></button>
      </div>
      <div role="status">${this.problem ? html`<p class="small">${this.problem}</p>` : nothing}</div>
      ${this.scanning ? html`<desk-scan-code @desk-close=${() => (this.scanning = false)} @desk-code=${(event: CustomEvent<string>) => this.#scanned(event.detail)}></desk-scan-code>` : nothing}`;
  }
}

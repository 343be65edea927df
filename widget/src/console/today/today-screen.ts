import type { Customer } from '@bookinda/contracts/customers/customer';
import { readCustomer } from '@bookinda/contracts/customers/routes';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, knowDesk, knowPackageSettings, maySell } from '../shell/here.js';
import { keepQuery } from '../shell/router.js';
import { onShortcuts } from '../shell/shortcuts.js';
import { sayRefusal } from '../shell/toasts.js';
import './expiring-soon.js';
import './find-customer.js';
import type { FindCustomer } from './find-customer.js';
import './redeem-panel.js';
import './todays-debts.js';
import './todays-payments.js';
import './todays-redemptions.js';

/** PK-07: the front desk's screen: find who stands there, redeem, and see the day go by. */
@customElement('desk-today')
export class TodayScreen extends DeskElement {
  static override styles = [
    sheet,
    css`
      .board {
        display: grid;
        grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        gap: 16px;
        align-items: start;
      }
      .side {
        display: grid;
        gap: 16px;
      }
      @media (max-width: 899px) {
        .board {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @state() private customer: Customer | null = null;
  @query('desk-find-customer') private finder!: FindCustomer;
  #stop?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = `${this.words.today.title} · ${this.session.tenant.name}`;
    knowDesk();
    knowPackageSettings();
    this.#stop = onShortcuts({ '/': () => this.finder.next() });
    const id = new URLSearchParams(location.search).get('customer');
    if (id && /^[\da-f-]{36}$/.test(id)) this.#reopen(id);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  /** The console puts the focus on the content of a new page first; the field takes it from there. */
  override firstUpdated(): void {
    setTimeout(() => this.finder?.next());
  }

  async #reopen(id: string): Promise<void> {
    await ask(readCustomer, undefined, { params: { id } }).then((customer) => (this.customer = customer), sayRefusal);
  }

  #choose(customer: Customer | null): void {
    this.customer = customer;
    keepQuery({ customer: customer?.id ?? '' });
    this.finder.next();
  }

  override render() {
    const { words, session, customer } = this;
    const sells = maySell(session);
    return html`<div class="page stack">
      <h1>${words.today.title}</h1>
      <div class="board">
        <div class="stack">
          <desk-find-customer @desk-found=${(event: CustomEvent<Customer>) => this.#choose(event.detail)}></desk-find-customer>
          ${customer ? html`<desk-redeem-panel .customer=${customer} @desk-close=${() => this.#choose(null)}></desk-redeem-panel>` : nothing}
          <desk-todays-redemptions></desk-todays-redemptions>
        </div>
        <div class="side">
          ${sells ? html`<desk-todays-payments></desk-todays-payments>` : nothing}
          <desk-expiring-soon></desk-expiring-soon>
          ${sells ? html`<desk-todays-debts></desk-todays-debts>` : nothing}
        </div>
      </div>
    </div>`;
  }
}

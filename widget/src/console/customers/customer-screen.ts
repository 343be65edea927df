import type { Customer } from '@bookinda/contracts/customers/customer';
import { listCustomerTickets, readCustomer } from '@bookinda/contracts/customers/routes';
import type { PackageCard } from '@bookinda/contracts/packages/package';
import { listCustomerPackages } from '@bookinda/contracts/packages/routes';
import type { TicketRow } from '@bookinda/contracts/support/ticket';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../look/icons.js';
import { listStyles } from '../look/list.styles.js';
import { sheet, tabStrip } from '../look/styles.js';
import { dayOf } from '../look/when.js';
import '../packages/package-view.js';
import { sharedServices } from '../packages/shared-services.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, here, knowDesk, knowPackageSettings, maySell, showsPackages, showsTickets } from '../shell/here.js';
import { keepPlaces } from '../shell/keep-places.js';
import { gathered } from '../shell/live.js';
import { go, keepQuery, root } from '../shell/router.js';
import { refusalText } from '../shell/toasts.js';
import { statusBadge } from '../tickets/ticket-words.js';

type Tab = 'packages' | 'tickets';

/** A customer's profile: packages to redeem from, and tickets. */
@customElement('desk-customer')
export class CustomerScreen extends DeskElement {
  static override styles = [
    sheet,
    tabStrip,
    listStyles,
    css`
      .page {
        max-width: 960px;
      }
      .back {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-height: 32px;
        font-size: 0.875rem;
        text-decoration: none;
        justify-self: start;
      }
      .rows > li {
        grid-template-columns: minmax(0, 1fr) auto;
      }
    `,
  ];

  @property() customerId = '';
  @state() private customer: Customer | null = null;
  @state() private packages: PackageCard[] | null = null;
  @state() private tickets: TicketRow[] | null = null;
  @state() private tab: Tab = 'packages';
  @state() private refusal = '';
  @state() private filing = false;
  @state() private selling = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    knowDesk();
    knowPackageSettings();
    const asked = new URLSearchParams(location.search).get('tab');
    this.tab = asked === 'tickets' || !showsPackages(session) ? 'tickets' : 'packages';
    const refresh = gathered(() => this.#read());
    this.hear((change) => this.#concerns(change.customer, change.package), refresh);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('customerId')) return;
    this.customer = this.packages = this.tickets = null;
    this.#read();
  }

  #concerns(customer: string | null, pkg: string | null): boolean {
    return customer === this.customerId || !!this.packages?.some(({ id }) => id === pkg);
  }

  async #read(): Promise<void> {
    const params = { id: this.customerId };
    const { session } = this;
    try {
      const [customer, packages, tickets] = await Promise.all([
        ask(readCustomer, undefined, { params }),
        showsPackages(session) ? ask(listCustomerPackages, { limit: 100 }, { params }).then(({ items }) => items) : [],
        showsTickets(session) ? ask(listCustomerTickets, { limit: 100 }, { params }).then(({ items }) => items) : [],
      ]);
      const working = this.shadowRoot?.activeElement?.localName === 'desk-package';
      this.packages = working ? keepPlaces(this.packages ?? [], packages) : packages;
      Object.assign(this, { customer, tickets, refusal: '' });
      document.title = `${customer.name} · ${session.tenant.name}`;
    } catch (error) {
      if (!this.customer) this.refusal = refusalText(error);
    }
  }

  #choose(tab: Tab): void {
    this.tab = tab;
    keepQuery({ tab: tab === 'tickets' ? tab : '' });
  }

  async #file(): Promise<void> {
    await import('../tickets/file-ticket-dialog.js');
    this.filing = true;
  }

  async #sell(): Promise<void> {
    await import('../packages/sell-package-dialog.js');
    this.selling = true;
  }

  #sold(): void {
    this.#choose('packages');
    this.#read();
  }

  override render() {
    const { customer, words } = this;
    return html`<div class="page stack">
      <a class="back" href="${root}/customers">${icon('back', 16)} ${words.sections.customers}</a>
      ${this.refusal ? html`<p class="notice bad" role="alert">${this.refusal}</p>` : nothing}
      ${customer ? html`${this.#renderHead(customer)} ${this.#renderTabs()} ${this.tab === 'packages' ? this.#renderPackages() : this.#renderTickets()}` : this.refusal ? nothing : html`<div class="stack" aria-busy="true"><div class="bone" style="width:32%;height:24px"></div><div class="card padded stack"><div class="bone"></div><div class="bone" style="width:64%"></div></div></div>`}
      ${
        this.filing && customer
          ? html`<desk-file-ticket .customer=${customer} @desk-close=${() => (this.filing = false)} @desk-filed=${(event: CustomEvent<string>) => go(`/tickets/${event.detail}`)}></desk-file-ticket>`
          : nothing
      }
      ${
        this.selling && customer
          ? html`<desk-sell-package .customer=${customer} @desk-close=${() => (this.selling = false)} @desk-sold=${this.#sold}></desk-sell-package>`
          : nothing
      }
    </div>`;
  }

  #renderHead(customer: Customer) {
    const { words, language, session } = this;
    const sells = showsPackages(session) && maySell(session);
    return html`<div class="spread">
      <div>
        <h1>${customer.name}</h1>
        <p class="row small quiet">
          ${customer.email ? html`<a href="mailto:${customer.email}">${customer.email}</a>` : nothing}
          ${customer.phone ? html`<a href="tel:${customer.phone}">${customer.phone}</a>` : nothing}
          <span>${words.customer.since(dayOf(customer.since, language))}</span>
        </p>
      </div>
      <div class="row">
        ${sells ? html`<wa-button size="s" variant="brand" @click=${this.#sell}>${words.sell.open}</wa-button>` : nothing}
        ${showsTickets(this.session) ? html`<wa-button size="s" appearance="outlined" @click=${this.#file}>${words.tickets.new}</wa-button>` : nothing}
      </div>
    </div>`;
  }

  #renderTabs() {
    const { words, session } = this;
    const tabs: [Tab, boolean, number | undefined][] = [
      ['packages', showsPackages(session), this.packages?.length],
      ['tickets', showsTickets(session), this.tickets?.length],
    ];
    return html`<div class="tabs" role="tablist" aria-label=${words.customer.tabs}>
      ${tabs
        .filter(([, shown]) => shown)
        .map(
          ([tab, , count]) =>
            html`<button type="button" role="tab" id="tab-${tab}" aria-controls="panel" aria-selected=${this.tab === tab} @click=${() => this.#choose(tab)}>${words.customer[tab]} <span class="count">${count ?? 0}</span></button>`,
        )}
    </div>`;
  }

  #renderPackages() {
    const { words } = this;
    const shared = sharedServices(this.packages ?? []);
    return html`<div class="stack" id="panel" role="tabpanel" aria-labelledby="tab-packages">
      ${this.packages?.length === 0 ? html`<div class="card empty"><h2>${words.packages.none}</h2><p>${words.packages.noneHint}</p></div>` : nothing}
      ${repeat(
        this.packages ?? [],
        ({ id }) => id,
        (card) => html`<desk-package .card=${card} .shared=${shared}></desk-package>`,
      )}
    </div>`;
  }

  #renderTickets() {
    const { words, language } = this;
    return html`<div id="panel" role="tabpanel" aria-labelledby="tab-tickets">
      ${
        this.tickets?.length === 0
          ? html`<div class="card empty"><h2>${words.customer.noTickets}</h2><p>${words.customer.noTicketsHint}</p></div>`
          : html`<ul class="card rows" aria-label=${words.customer.tickets}>
            ${(this.tickets ?? []).map(
              (row) => html`<li>
                <span class="cut"><a class="cover" href="${root}/tickets/${row.id}"><span class="quiet number">${row.number}</span> ${row.subject}</a></span>
                <span class="row">${statusBadge(here.desk, row.status, language, 'desk')}<span class="quiet small"><desk-when at=${row.lastActivityAt}></desk-when></span></span>
              </li>`,
            )}
          </ul>`
      }
    </div>`;
  }
}
